package dev.musubi.issuer.openid.web;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.openid.OpenIdSettings;
import dev.musubi.issuer.openid.authorization.SignInFlow.Step;
import dev.musubi.issuer.openid.claims.StandingDemand;
import dev.musubi.issuer.openid.request.RequestId;
import dev.musubi.issuer.openid.request.RequestReading.Accepted;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.AttributeStore;
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
import java.time.LocalDate;
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

    ConsentPages(
            PrivateIds privateIds,
            AttributeStore attributes,
            Vault vault,
            RefreshTasks refreshTasks,
            ConsentShown shown,
            OpenIdSettings settings) {
        this.privateIds = privateIds;
        this.attributes = attributes;
        this.vault = vault;
        this.refreshTasks = refreshTasks;
        this.shown = shown;
        this.settings = settings;
    }

    /** One line of the page: an item, what it says, and whether it may be left out. */
    record Line(String item, String japanese, String english, String value, boolean essential) {}

    String ask(Accepted accepted, Step.Ask ask, RequestId id, String csrf, HttpServletResponse response, Model model) {
        PageHeaders.set(response);
        HolderId holderId = ask.session().holderId();
        Generation generation = privateIds.generation(holderId);
        FourAttributes four = attributes.get(vault.of(holderId), generation.attributes());
        model.addAttribute("id", id);
        model.addAttribute("csrf", csrf);
        model.addAttribute("shown", shown.of(id, accepted, ask, generation.number()));
        model.addAttribute("party", accepted.client().party().name());
        model.addAttribute("purpose", accepted.client().purposeOrDefault());
        model.addAttribute("lines", lines(four, ask.items(), ask.essential()));
        model.addAttribute("host", accepted.request().getRedirectionURI().getHost());
        model.addAttribute("unverified", accepted.client().party().unverified());
        model.addAttribute("first", ask.first());
        model.addAttribute("lasting", accepted.lasts());
        model.addAttribute("rememberedDays", settings.rememberFor().toDays());
        return "consent";
    }

    private static List<Line> lines(FourAttributes four, Set<Attribute> items, Set<Attribute> essential) {
        List<Line> lines = new ArrayList<>();
        for (Attribute item : items) {
            String value = switch (item) {
                case NAME -> four.name().value();
                case ADDRESS -> four.address().value();
                case DATE_OF_BIRTH ->
                    four.dateOfBirth().complete().map(LocalDate::toString).orElse("（一部不明）");
                case SEX ->
                    switch (four.sex()) {
                        case MALE -> "男";
                        case FEMALE -> "女";
                        case UNKNOWN -> "不明";
                    };
            };
            lines.add(new Line(
                    item.name(), item.message().japanese(), item.message().english(), value, essential.contains(item)));
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
        model.addAttribute("csrf", csrf);
        model.addAttribute("party", accepted.client().party().name());
        model.addAttribute("why", reissue.why().name());
        model.addAttribute("cause", privateId.cause());
        model.addAttribute("paused", privateId.cause() == Cause.PAUSED);
        model.addAttribute(
                "waits",
                reissue.why() == StandingDemand.Unmet.REISSUE_REQUIRED
                        || reissue.why() == StandingDemand.Unmet.SUSPENDED);
        model.addAttribute("todo", todo);
        return "reissue-in-sign-in";
    }
}
