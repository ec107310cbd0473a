package dev.musubi.issuer.openid.web;

import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.message.Moment;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.authorization.SignInFlow.Step;
import dev.musubi.issuer.openid.claims.StandingDemand;
import dev.musubi.issuer.openid.request.RequestId;
import dev.musubi.issuer.openid.request.RequestReading.Accepted;
import dev.musubi.issuer.openid.request.WaitingRequests;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.privateid.AttributeWords;
import dev.musubi.issuer.privateid.Cause;
import dev.musubi.issuer.privateid.Generation;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.Todo;
import dev.musubi.issuer.refresh.RefreshTasks;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.issuer.web.PageHeaders;
import dev.musubi.jpki.attributes.FourAttributes;
import jakarta.servlet.http.HttpServletResponse;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;
import org.springframework.ui.Model;

/** The pages of a sign-in on which the holder has something to say: what may be told, and what to do about a dead anchor. */
@Component
final class ConsentPages {

    private final PrivateIds privateIds;
    private final AttributeStore attributes;
    private final Vault vault;
    private final RefreshTasks refreshTasks;
    private final ConsentShown shown;
    private final OpenIdSettings settings;
    private final WaitingRequests waiting;
    private final InstantSource clock;
    private final Consents consents;

    ConsentPages(
            PrivateIds privateIds,
            AttributeStore attributes,
            Vault vault,
            RefreshTasks refreshTasks,
            ConsentShown shown,
            OpenIdSettings settings,
            WaitingRequests waiting,
            InstantSource clock,
            Consents consents) {
        this.privateIds = privateIds;
        this.attributes = attributes;
        this.vault = vault;
        this.refreshTasks = refreshTasks;
        this.shown = shown;
        this.settings = settings;
        this.waiting = waiting;
        this.clock = clock;
        this.consents = consents;
    }

    /** One line of the page: an item, what it says, and whether it may be left out. */
    record Line(String item, Message name, Message value, List<String> substitutes, boolean essential) {}

    String ask(Accepted accepted, Step.Ask ask, RequestId id, String csrf, HttpServletResponse response, Model model) {
        PageHeaders.set(response);
        HolderId holderId = ask.session().holderId();
        Generation generation = privateIds.generation(holderId);
        FourAttributes four = attributes.get(vault.of(holderId), generation.attributes());
        model.addAttribute("id", id);
        model.addAttribute(
                "until", waiting.asked(id).map(each -> new Moment(each.until())).orElse(null));
        model.addAttribute("csrf", csrf);
        model.addAttribute("shown", shown.of(id, accepted, ask, generation.number()));
        model.addAttribute("party", accepted.client().party().title());
        model.addAttribute("purpose", accepted.client().purposeWords());
        model.addAttribute("lines", lines(four, ask.items(), ask.essential()));
        model.addAttribute("host", accepted.request().getRedirectionURI().getHost());
        model.addAttribute("unverified", accepted.client().party().unverified());
        model.addAttribute("first", ask.first());
        model.addAttribute("reissued", isAskedForTheReissue(holderId, accepted, generation));
        model.addAttribute("lasting", accepted.lasts());
        model.addAttribute("rememberedDays", settings.rememberFor().toDays());
        model.addAttribute(
                "monitoringUntil", ask.monitoring() ? new Moment(clock.instant().plus(settings.monitorFor())) : null);
        return "consent";
    }

    /** Whether what was allowed until later ended with the re-issue: whoever had it remembered wonders why they are asked. */
    private boolean isAskedForTheReissue(HolderId holderId, Accepted accepted, Generation generation) {
        return consents.all(holderId).stream()
                .filter(each -> each.kind() == Consent.Kind.DISCLOSURE
                        && each.recipient().equals(accepted.client().party().id()))
                .anyMatch(each -> each.cancelledAt() != null
                        && !each.cancelledAt().isBefore(generation.beganAt())
                        && each.givenAt().isBefore(generation.beganAt()));
    }

    private static List<Line> lines(FourAttributes four, Set<Attribute> items, Set<Attribute> essential) {
        List<Line> lines = new ArrayList<>();
        for (Attribute item : items) {
            lines.add(new Line(
                    item.name(),
                    item.message(),
                    AttributeWords.of(item, four),
                    AttributeWords.substitutes(item, four),
                    essential.contains(item)));
        }
        return lines;
    }

    String reissue(
            Accepted accepted,
            Step.Reissue reissue,
            RequestId id,
            String csrf,
            HttpServletResponse response,
            Model model) {
        PageHeaders.set(response);
        HolderId holderId = reissue.session().holderId();
        PrivateId privateId = privateIds.find(holderId).orElseThrow();
        Todo todo = Todo.of(privateId, refreshTasks.find(holderId).isPresent());
        model.addAttribute("id", id);
        model.addAttribute(
                "until", waiting.asked(id).map(each -> new Moment(each.until())).orElse(null));
        model.addAttribute("csrf", csrf);
        model.addAttribute("party", accepted.client().party().title());
        model.addAttribute("why", reissue.why().name());
        model.addAttribute("cause", privateId.cause());
        boolean paused = privateId.cause() == Cause.PAUSED;
        model.addAttribute("paused", paused);
        // Whoever lost the card, and has another by now, goes on from here as somebody who moved.
        model.addAttribute(
                "reissue",
                reissue.why() == StandingDemand.Unmet.REISSUE_REQUIRED
                        || (reissue.why() == StandingDemand.Unmet.SUSPENDED && !paused));
        model.addAttribute(
                "waits",
                reissue.why() == StandingDemand.Unmet.REISSUE_REQUIRED
                        || reissue.why() == StandingDemand.Unmet.SUSPENDED);
        model.addAttribute("todo", todo);
        return "reissue-in-sign-in";
    }
}
