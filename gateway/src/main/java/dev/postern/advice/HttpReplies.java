package dev.postern.advice;

import static dev.postern.advice.Sign.code;
import static dev.postern.advice.Sign.words;
import static dev.postern.advice.Step.az;
import static dev.postern.advice.Step.exchange;
import static dev.postern.advice.Step.postern;
import static dev.postern.advice.Step.say;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// What Microsoft Graph and the REST API of Azure Communication Services answer.
final class HttpReplies {

    private static final Set<Service> GRAPH = EnumSet.of(Service.GRAPH);
    private static final Set<Service> ACS = EnumSet.of(Service.ACS);
    private static final Set<Service> BOTH = EnumSet.of(Service.GRAPH, Service.ACS);
    private static final String GRAPH_PAGE = "https://learn.microsoft.com/graph/errors";
    private static final String ACS_PAGE =
            "https://learn.microsoft.com/azure/communication-services/concepts/service-limits";

    private static final Step IN_SCOPE =
            exchange(
                    "With RBAC for Applications, InScope must be True for Application Mail.Send.",
                    "Test-ServicePrincipalAuthorization -Identity {client} -Resource {mailbox} | Format-Table");

    private static final Case WAIT =
            Case.of(
                    "A passing fault on the server's side.",
                    say("Nothing to do: Postern comes again."));

    static final List<Entry> ALL =
            List.of(
                    acs(
                            Trouble.D16,
                            words("domainnotlinked|sender domain has not been linked"),
                            "The sender's domain is not linked to the resource.",
                            Case.of(
                                            "The domain was not linked, or not to this Communication Services resource.",
                                            az(
                                                    "Link it.",
                                                    "az communication update -n ACS_NAME -g RESOURCE_GROUP --linked-domains DOMAIN_RESOURCE_ID"))
                                    .decidedBy(
                                            az(
                                                    "Domain, SPF, DKIM and DKIM2 must be verified first.",
                                                    "az communication email domain show --domain-name {domain} --email-service-name EMAIL_SERVICE -g RESOURCE_GROUP"))),
                    acs(
                            Trouble.D16,
                            words("invalidsenderusername"),
                            "The sender's address is no MailFrom address of the domain.",
                            Case.of(
                                    "It was never added; DoNotReply is the only one that is there from the start.",
                                    az(
                                            "Add it.",
                                            "az communication email domain sender-username create --domain-name {domain} --email-service-name EMAIL_SERVICE -g RESOURCE_GROUP --sender-username LOCAL_PART --username LOCAL_PART"),
                                    say(
                                            "Azure allows it only for domains of one's own and with a raised quota."))),
                    acs(
                            Trouble.D39,
                            words("suppressed|emaildropped"),
                            "The message was dropped, as it had been refused at its recipients before.",
                            Case.of(
                                    "All recipients are on Azure's suppression list after a hard bounce.",
                                    say(
                                            "Correct the addresses; the list forgets them after 1 to 14 days."))),
                    new Entry(
                            Trouble.D29,
                            BOTH,
                            words(
                                            "errormessagesizeexceeded|requestentitytoolarge|http 413|maximum request length")
                                    .orCode("HTTP 413"),
                            "The message is larger than the service takes.",
                            false,
                            List.of(
                                    Case.of(
                                            "Graph takes 2 MB by sendMail, Azure Communication Services 10 MB with base64.",
                                            say(
                                                    "Give the route a second way by SMTP, or at Graph set `drafts: on`."))),
                            List.of(GRAPH_PAGE, ACS_PAGE)),
                    graph(
                            Trouble.D9,
                            words("errorsendasdenied"),
                            "The mailbox may not send as {sender}.",
                            Case.of(
                                    "It has no Send As right for {sender}.",
                                    exchange(
                                            "Give it the right.",
                                            "Add-RecipientPermission -Identity {sender} -Trustee {mailbox} -AccessRights SendAs -Confirm:$false"))),
                    graph(
                            Trouble.D36,
                            words(
                                    "mailboxnotenabledforrestapi|errorinvaliduser|resourcenotfound|request_resourcenotfound"),
                            "Graph finds no mailbox {mailbox}.",
                            Cases.NO_MAILBOX,
                            Case.of(
                                    "The mailbox is on premises.",
                                    say("Use a smart host for it."))),
                    graph(
                            Trouble.D26,
                            words(
                                    "errorexceededmessagelimit|errorquotaexceeded|errormessagesubmissionblocked"),
                            "The mailbox has sent what it may send in a day, or is blocked.",
                            Case.of(
                                    "Too much is sent by one mailbox.",
                                    say(
                                            "Wait until 24 hours have passed; look at Restricted entities in the Defender portal."))),
                    graph(
                            Trouble.D31,
                            words("errormimecontentinvalid|errorinvalidrecipients"),
                            "The form of the message is refused.",
                            Case.of(
                                    "Header or recipients are malformed.",
                                    say("Correct what the sending program writes."))),
                    graph(
                            Trouble.D20,
                            words("erroritemnotfound|syncstatenotfound|resyncrequired"),
                            "What was asked for is not there any more.",
                            WAIT),
                    new Entry(
                            Trouble.D3,
                            GRAPH,
                            words("invalidauthenticationtoken|http 401").orCode("HTTP 401"),
                            "Graph does not accept the token.",
                            false,
                            Cases.ofToken(Service.GRAPH),
                            List.of(GRAPH_PAGE)),
                    new Entry(
                            Trouble.D37,
                            GRAPH,
                            words("erroraccessdenied|access is denied|authorization_requestdenied")
                                    .orCode("HTTP 403"),
                            "The application may not send as this mailbox.",
                            false,
                            denied(),
                            List.of(GRAPH_PAGE)),
                    new Entry(
                            Trouble.D19,
                            GRAPH,
                            words("applicationthrottled|mailboxconcurrency|toomanyrequests")
                                    .orCode("HTTP 429"),
                            "Graph asks for patience.",
                            true,
                            List.of(
                                    Case.of(
                                            "More than four requests at once, or too many in ten minutes.",
                                            postern(
                                                    "Set the destination's limit.",
                                                    "connections: 4"))),
                            List.of(GRAPH_PAGE)),
                    new Entry(
                            Trouble.D17,
                            ACS,
                            words("toomanyrequests").orCode("HTTP 429"),
                            "What may be sent in a minute or an hour has been sent.",
                            true,
                            List.of(
                                    Case.of(
                                            "The quota of the subscription is used up: 30 a minute and 100 an hour for a domain of one's own, 5 and 10 for a managed one.",
                                            say(
                                                    "Wait; Postern does. Ask for a higher quota in the Azure portal: it is raised for domains of one's own."))),
                            List.of(ACS_PAGE)),
                    new Entry(
                            Trouble.D15,
                            ACS,
                            words("\"denied\"").orCode("HTTP 401"),
                            "Azure Communication Services does not accept key or token.",
                            false,
                            Cases.join(
                                    Cases.ofToken(Service.ACS),
                                    Case.of(
                                            "The access key is wrong or was renewed.",
                                            az(
                                                    "Print the keys.",
                                                    "az communication list-key -n ACS_NAME -g RESOURCE_GROUP")),
                                    Case.of(
                                            "This machine's clock is wrong by more than five minutes.",
                                            say("Set the clock and let it be kept by NTP."))),
                            List.of(ACS_PAGE)),
                    acs(
                            Trouble.D15,
                            code("HTTP 403"),
                            "The application has no role on the resource.",
                            Case.of(
                                            "No role was assigned.",
                                            az(
                                                    "Give it one.",
                                                    "az role assignment create --assignee-object-id {object} --assignee-principal-type ServicePrincipal --role 'Communication and Email Service Owner' --scope ACS_RESOURCE_ID"))
                                    .decidedBy(
                                            az(
                                                    "List its roles there.",
                                                    "az role assignment list --assignee {object} --scope ACS_RESOURCE_ID -o table"))),
                    acs(
                            Trouble.D40,
                            code("HTTP 404"),
                            "There is no such resource at this address.",
                            Case.of(
                                    "The endpoint has a typing error, or the resource was deleted.",
                                    az(
                                            "Print the endpoint's host name.",
                                            "az communication show -n ACS_NAME -g RESOURCE_GROUP --query hostName -o tsv"))),
                    acs(
                            Trouble.D38,
                            words("invalidemailaddress|invalid format for email")
                                    .orCode("HTTP 400", "HTTP 422"),
                            "The service does not understand the message.",
                            Case.of(
                                    "An address is malformed, or the message says something that the service's JSON cannot.",
                                    say(
                                            "Give the route a second way by SMTP (`acs-smtp`), which takes every form."))),
                    new Entry(
                            Trouble.D20,
                            BOTH,
                            code("HTTP 500", "HTTP 502", "HTTP 503", "HTTP 504"),
                            "The service cannot do it now.",
                            true,
                            List.of(WAIT),
                            List.of(GRAPH_PAGE)));

    private HttpReplies() {}

    private static List<Case> denied() {
        List<Case> cases = new ArrayList<>(Cases.ofToken(Service.GRAPH, AppRole.GRAPH_SEND));
        cases.add(
                Case.of(
                                "The application is scoped by RBAC for Applications, and the mailbox is not in its scope.",
                                exchange(
                                        "Put the mailbox into the group of the scope.",
                                        "Add-DistributionGroupMember -Identity GROUP -Member {mailbox}"))
                        .decidedBy(IN_SCOPE));
        cases.add(
                Case.of(
                                "An application access policy keeps the application from the mailbox.",
                                say("Replace the policy by RBAC for Applications."))
                        .decidedBy(
                                exchange(
                                        "AccessCheckResult must be Granted.",
                                        "Test-ApplicationAccessPolicy -AppId {client} -Identity {mailbox}")));
        return cases;
    }

    private static Entry graph(Trouble code, Sign sign, String meaning, Case... cases) {
        return new Entry(code, GRAPH, sign, meaning, false, List.of(cases), List.of(GRAPH_PAGE));
    }

    private static Entry acs(Trouble code, Sign sign, String meaning, Case... cases) {
        return new Entry(code, ACS, sign, meaning, false, List.of(cases), List.of(ACS_PAGE));
    }
}
