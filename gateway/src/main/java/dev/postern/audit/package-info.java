/// Who still signs in with a password, who could, and what to do about each.
///
/// What administrators can export is read ([dev.postern.audit.Evidence]), brought together by
/// address ([dev.postern.audit.Sender]) and judged ([dev.postern.audit.Judgement]); earlier runs
/// are kept, so that progress can be seen ([dev.postern.audit.Runs]). Nothing is asked of
/// Microsoft, and nothing is changed there.
///
/// Exports differ between portals, languages and months, and most are documented badly. So headers
/// are recognised by their meaning in several languages, and the report says how each column was
/// read; a file that is none of the known kinds is refused with what it has and what it lacks.
///
/// Limits: memory grows with the number of addresses, not of rows. Confined to one thread.
@NullMarked
package dev.postern.audit;

import org.jspecify.annotations.NullMarked;
