package dev.musubi.issuer.notice;

import dev.musubi.issuer.anchor.Anchor;
import dev.musubi.issuer.anchor.AnchorState;
import dev.musubi.issuer.anchor.Anchors;
import dev.musubi.issuer.consent.Consent;
import dev.musubi.issuer.consent.Consents;
import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.HolderTransactions;
import dev.musubi.issuer.database.WorkLoop;
import dev.musubi.issuer.database.WorkOutcome;
import dev.musubi.issuer.privateid.LifeState;
import dev.musubi.issuer.privateid.PrivateId;
import dev.musubi.issuer.privateid.PrivateIds;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * What is told by the date: that a certificate or a private ID ends, 90, 30 and 7 days before; and each year that a consent to
 * automatic updates stands (facts of the service: whoever asks J-LIS by it reminds the holder at least yearly). Each holder has
 * a page in the work queue that is due when there is next something to say.
 */
@Component
class NoticeCalendar {

    private static final int AT_ONCE = 4;

    private final WorkLoop loop;
    private final HolderTransactions holders;
    private final PrivateIds privateIds;
    private final Anchors anchors;
    private final Consents consents;
    private final Notices notices;
    private final NoticeSettings settings;
    private final InstantSource clock;

    NoticeCalendar(
            WorkLoop loop,
            HolderTransactions holders,
            PrivateIds privateIds,
            Anchors anchors,
            Consents consents,
            Notices notices,
            NoticeSettings settings,
            InstantSource clock) {
        this.loop = loop;
        this.holders = holders;
        this.privateIds = privateIds;
        this.anchors = anchors;
        this.consents = consents;
        this.notices = notices;
        this.settings = settings;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${musubi.notices.tick:PT5S}", initialDelayString = "${musubi.notices.tick:PT5S}")
    void look() throws InterruptedException {
        loop.drain(
                CalendarWork.KIND,
                clock,
                AT_ONCE,
                piece -> holders.locking(piece.payload(), () -> look(piece.payload())));
    }

    /** An entry of the calendar. */
    private record Entry(Instant at, Notice.Kind kind, String subject) {}

    private WorkOutcome look(HolderId holderId) {
        Instant now = clock.instant();
        Optional<PrivateId> privateId = privateIds.find(holderId).filter(each -> each.lifeState() != LifeState.ENDED);
        if (privateId.isEmpty()) {
            return new WorkOutcome.Done();
        }
        List<List<Entry>> series = series(holderId, privateId.get());
        for (List<Entry> each : series) {
            // Of what is past, the latest says all that is still to be said.
            each.stream()
                    .filter(entry -> !entry.at().isAfter(now))
                    .max(Comparator.comparing(Entry::at))
                    .ifPresent(entry -> notices.send(holderId, entry.kind(), "", entry.subject()));
        }
        return series.stream()
                .flatMap(List::stream)
                .map(Entry::at)
                .filter(at -> at.isAfter(now))
                .min(Comparator.naturalOrder())
                .<WorkOutcome>map(at -> new WorkOutcome.Again("waits", at))
                .orElseGet(WorkOutcome.Done::new);
    }

    private List<List<Entry>> series(HolderId holderId, PrivateId privateId) {
        List<List<Entry>> series = new ArrayList<>();
        Instant began = privateIds.generation(holderId).beganAt();
        anchors.current(holderId)
                .filter(anchor -> anchor.state() == AnchorState.GOOD)
                .map(Anchor::notAfter)
                .ifPresent(end -> series.add(endings(Notice.Kind.CERTIFICATE_ENDS, began, end)));
        series.add(endings(Notice.Kind.ID_ENDS, began, privateId.validUntil()));
        for (Consent consent : consents.all(holderId)) {
            if (consent.kind() == Consent.Kind.LATEST_ATTRIBUTES && consent.cancelledAt() == null) {
                series.add(years(consent));
            }
        }
        return series;
    }

    /** Whoever signed after that moment saw the date on the page. */
    private static List<Entry> endings(Notice.Kind kind, Instant began, Instant end) {
        return Ending.DAYS.stream()
                .map(days -> new Entry(Ending.due(end, days), kind, new Ending(StillSo.moment(end), days).subject()))
                .filter(entry -> entry.at().isAfter(began))
                .toList();
    }

    private List<Entry> years(Consent consent) {
        List<Entry> years = new ArrayList<>();
        for (int year = 1; ; year++) {
            Instant at =
                    consent.givenAt().atZone(settings.zone()).plusYears(year).toInstant();
            if (!at.isBefore(consent.endsAt())) {
                return years;
            }
            years.add(new Entry(at, Notice.Kind.CONSENT_REMINDER, consent.consentId() + " " + year));
        }
    }
}
