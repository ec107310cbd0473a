package dev.musubi.issuer.holder;

import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.credential.CredentialView;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.message.Catalogue;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.message.Moment;
import dev.musubi.issuer.paper.Paper;
import dev.musubi.issuer.privateid.Attribute;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What a holder takes along, as documents to read: the same as {@link HolderData} gathers, in words. */
@Component
final class HolderPapers {

    private final HolderData data;
    private final PrivateIds privateIds;
    private final Anchors anchors;
    private final Situations situations;
    private final AttributeLines attributes;
    private final Services services;

    HolderPapers(
            HolderData data,
            PrivateIds privateIds,
            Anchors anchors,
            Situations situations,
            AttributeLines attributes,
            Services services) {
        this.data = data;
        this.privateIds = privateIds;
        this.anchors = anchors;
        this.situations = situations;
        this.attributes = attributes;
        this.services = services;
    }

    /** A document in one language. */
    private record Writer(Language language) {
        String text(String key, Object... values) {
            return Catalogue.text(language, key, values);
        }

        String date(Instant at) {
            return new Moment(at).date(language.locale());
        }

        String minute(Instant at) {
            return new Moment(at).minute(language.locale());
        }

        String names(Collection<Attribute> items) {
            return items.stream()
                    .map(each -> each.message().in(language))
                    .collect(Collectors.joining(text("list.and")));
        }
    }

    byte[] everything(HolderId holderId, Language language) {
        HolderData.Everything all = data.of(holderId);
        PrivateId privateId = privateIds.find(holderId).orElseThrow();
        Writer in = new Writer(language);
        Paper paper = Paper.of(language, in.text("paper.title"), all.at())
                .note(in.text("paper.at", in.minute(all.at())))
                .heading(in.text("paper.private-id"));
        Situation situation = situations.of(privateId);
        paper.paragraph(in.text(situation.now(), situation.day(language.locale())))
                .row(in.text("home.until"), in.date(privateId.validUntil()))
                .heading(in.text("paper.attributes"));
        for (AttributeLines.Line line : attributes.of(holderId, privateIds.generation(holderId))) {
            paper.row(line.name().in(language), line.value().in(language));
            line.substitutes().forEach(each -> paper.note(in.text("paper.substitute", each)));
        }
        paper.heading(in.text("life.table"));
        for (LifeLine.Event event : LifeLine.of(
                        privateId, anchors.lives(holderId), privateIds.generations(holderId), all.at())
                .events()) {
            paper.row(
                    event.at().date(language.locale()),
                    in.text(event.key(), event.number()) + (event.ahead() ? in.text("life.ahead") : ""));
        }
        paper.heading(in.text("consents.title"));
        all.consents().forEach(each -> consent(paper, each, in));
        paper.heading(in.text("paper.told"));
        if (all.disclosures().isEmpty()) {
            paper.paragraph(in.text("services.told.nothing"));
        }
        all.disclosures()
                .forEach(each -> paper.row(
                        in.date(each.at()),
                        each.relyingPartyName() + ": " + in.names(Attribute.named(each.items())) + " "
                                + in.text(
                                        "services.purpose",
                                        services.purposeOf(each.relyingParty(), each.purpose())
                                                .in(language))));
        paper.heading(in.text("devices.title"));
        for (CredentialView each : all.credentials()) {
            Instant ended = each.endedAt();
            paper.row(
                    in.date(each.madeAt()),
                    each.kind().message().in(language) + " " + each.device()
                            + (ended == null ? "" : " " + in.text("paper.ended", in.date(ended))));
        }
        paper.heading(in.text("notices.title"));
        all.notices()
                .forEach(each ->
                        paper.row(in.date(each.at()), each.kind().message().in(language) + " " + each.about()));
        return paper.note(in.text("paper.json")).write();
    }

    /** The receipt of one consent. */
    byte[] receipt(Consent consent, Language language, Instant now) {
        Writer in = new Writer(language);
        Paper paper = Paper.of(language, in.text("paper.receipt"), now).note(in.text("paper.at", in.minute(now)));
        consent(paper, data.allowed(consent), in);
        return paper.row(in.text("paper.number"), consent.consentId().toString())
                .note(in.text("paper.receipt.what"))
                .write();
    }

    private void consent(Paper paper, HolderData.Allowed consent, Writer in) {
        paper.paragraph(
                switch (consent.kind()) {
                    case TERMS -> in.text("consents.terms");
                    case LATEST_ATTRIBUTES -> in.text("consents.updates");
                    case DISCLOSURE -> in.text("consents.disclosure", consent.recipientName());
                    case MONITORING -> in.text("consents.monitoring", consent.recipientName());
                });
        if (consent.kind() == Consent.Kind.MONITORING) {
            paper.row(in.text("consents.items"), in.text("consents.monitoring.what"))
                    .row(
                            in.text("consents.purpose"),
                            services.purposeOf(consent.recipient(), consent.purpose())
                                    .in(in.language()));
        } else if (consent.kind() != Consent.Kind.TERMS) {
            paper.row(
                            in.text("consents.items"),
                            in.names(Attribute.named(consent.items()))
                                    + (consent.items().contains(Consent.OFFLINE_ACCESS)
                                            ? in.text("consents.lasting")
                                            : ""))
                    .row(
                            in.text("consents.purpose"),
                            consent.kind() == Consent.Kind.LATEST_ATTRIBUTES
                                    ? in.text("updates.purpose.current")
                                    : services.purposeOf(consent.recipient(), consent.purpose())
                                            .in(in.language()));
        }
        paper.row(in.text("consents.given"), in.date(consent.givenAt()));
        Instant cancelled = consent.cancelledAt();
        if (cancelled == null) {
            paper.row(in.text("consents.until"), in.date(consent.endsAt()));
        } else {
            paper.row(in.text("consents.taken-back"), in.date(cancelled));
        }
    }
}
