/// Two hours of everyday work, with the troubles of everyday life, against one Postern: mailboxes
/// are emptied, devices hand mail in, old clients stay signed in, and servers fail now and then.
///
/// Samples are taken all the time into a CSV file. At the end every message must have arrived, and
/// nothing that Postern uses may have grown. `bench/soak` starts it; it ends by itself.
@NullMarked
package dev.postern.soak;

import org.jspecify.annotations.NullMarked;
