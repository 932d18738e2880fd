/// Microsoft 365 in a box: what a program that collects or sends mail there needs in order to be
/// tested here.
///
/// [Lab] composes it: a token endpoint as Microsoft Entra has it (`entra`), mail servers as
/// Exchange Online has them (`mail`), the decision who may open what (`exchange`) over one model of
/// tenants (`directory`), and a control endpoint (`control`) by which everything can be looked at,
/// changed and broken while it runs.
///
/// A lab lives from [Lab#start] until [Lab#close]; nothing is kept on disk but the certificate of
/// its throw-away authority. It listens on loopback unless told otherwise, and its secrets are
/// worth nothing. It shares no code with the gateway it tests, so that a misreading of a protocol
/// cannot hide on both sides.
@NullMarked
package dev.postern.lab;

import org.jspecify.annotations.NullMarked;
