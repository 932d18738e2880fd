<?php
// Hands in a message of a file by STARTTLS and AUTH LOGIN, with nothing but streams.
[, $port, $authority, $file] = $argv;
$context = stream_context_create(['ssl' => ['cafile' => $authority, 'peer_name' => '127.0.0.1']]);
$server = stream_socket_client("tcp://127.0.0.1:$port", $number, $text, 10, STREAM_CLIENT_CONNECT, $context);

function expect($server, string $code): void
{
    do {
        $line = fgets($server, 1024);
        if ($line === false || strncmp($line, $code, 3) !== 0) {
            fwrite(STDERR, "expected $code but got $line\n");
            exit(1);
        }
    } while ($line[3] === '-');
}

function ask($server, string $line, string $code): void
{
    fwrite($server, $line . "\r\n");
    expect($server, $code);
}

expect($server, '220');
ask($server, 'EHLO php', '250');
ask($server, 'STARTTLS', '220');
if (!stream_socket_enable_crypto($server, true, STREAM_CRYPTO_METHOD_TLS_CLIENT)) {
    exit(2);
}
ask($server, 'EHLO php', '250');
ask($server, 'AUTH LOGIN', '334');
ask($server, base64_encode('printer1'), '334');
ask($server, base64_encode('secret'), '235');
ask($server, 'MAIL FROM:<scanner@example.cz>', '250');
ask($server, 'RCPT TO:<boss@example.cz>', '250');
ask($server, 'DATA', '354');
fwrite($server, preg_replace('/^\./m', '..', file_get_contents($file)));
ask($server, '.', '250');
ask($server, 'QUIT', '221');
