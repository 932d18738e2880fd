/// The lab's own endpoint: JSON over HTTP by which a test in any language looks at the lab, changes
/// it and breaks it.
///
/// [ControlEndpoint] finds the [Part] by the first part of the path; each part is a small class.
/// Bodies may be JSON or YAML. What is wrong with a request is said in a 400 with `problems`.
/// Requests with an `Origin` are refused: no page in a browser may do this. There is no sign-in;
/// the endpoint is meant for loopback and shows the (worthless) secrets of the world.
@NullMarked
package dev.postern.lab.control;

import org.jspecify.annotations.NullMarked;
