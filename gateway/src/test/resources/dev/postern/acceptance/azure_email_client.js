// Sends a message by Microsoft's own client, and prints as JSON what became of it.
const { EmailClient } = require("@azure/communication-email");

const [connectionString, messageJson] = process.argv.slice(2);
const client = new EmailClient(connectionString, { retryOptions: { maxRetries: 0 } });

async function send() {
  const poller = await client.beginSend(JSON.parse(messageJson), { updateIntervalInMs: 50 });
  return poller.pollUntilDone();
}

send().then(
  (result) => console.log(JSON.stringify({ id: result.id, status: result.status })),
  (error) => console.log(JSON.stringify({ refused: error.statusCode, code: error.code, message: error.message })),
);
