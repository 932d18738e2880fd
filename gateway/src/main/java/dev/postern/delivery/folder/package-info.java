/// Hand-over into files: a plain folder, or a Maildir.
///
/// A file appears under its final name only when all its octets are on the disk: written under
/// another name, fsync, rename, fsync of the folder; for many files, one flush of their file system
/// stands for the first fsync. Its name comes from the message's name in the queue, so a second
/// hand-over of the same message finds the first and adds nothing.
///
/// The folder is not created, since a missing one is often a file system that is not mounted. What
/// the disk fails at is the destination's failure: messages wait, in order.
///
/// The Maildir is that of D. J. Bernstein's description, with the `,S=` extension of Maildir++.
@NullMarked
package dev.postern.delivery.folder;

import org.jspecify.annotations.NullMarked;
