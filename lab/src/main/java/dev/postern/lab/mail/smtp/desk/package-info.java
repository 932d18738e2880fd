/// What the services that take mail by SMTP decide, each in its own words.
///
/// [ExchangeDesk] is client submission at Exchange Online, [HveDesk] High Volume Email, [AcsDesk]
/// Azure Communication Services, [SmartHostDesk] a server of the organisation's own. All read the
/// world of the `directory` anew at each step and hand what they took to the `PostOffice`. What a
/// service counts, it counts for as long as the lab runs and by the lab's clock; [Senders] and
/// [AcsUsage] keep that.
///
/// Where Microsoft's words are known they are these words; where they are not, the class says so.
@NullMarked
package dev.postern.lab.mail.smtp.desk;

import org.jspecify.annotations.NullMarked;
