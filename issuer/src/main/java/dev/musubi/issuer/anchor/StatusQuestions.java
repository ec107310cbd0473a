package dev.musubi.issuer.anchor;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.musubi.issuer.time.ClockWatch;
import dev.musubi.jpki.certificate.CertificateId;
import dev.musubi.jpki.revocation.CertificateStatus;
import dev.musubi.jpki.revocation.UnknownReason;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/**
 * Asks J-LIS for the status of a certificate on behalf of everybody inside: those who ask at the same time share one answer,
 * and an answer holds for the floor ({@code musubi.jlis.floor}). So nobody outside, by repeating a request, makes J-LIS be
 * asked each time. An answer carries the time it is of, and nobody is told it is newer.
 */
@Component
@Primary
final class StatusQuestions implements AnchorStatusSource {

    private final AnchorStatusSource source;
    private final ClockWatch watch;
    private final InstantSource clock;
    private final Duration floor;
    private final Shared<CertificateId, CertificateStatus> questions;

    /** With the one adapter there is. */
    StatusQuestions(
            List<AnchorStatusSource> sources, QuestionSettings settings, ClockWatch watch, InstantSource clock) {
        this.source = sources.getFirst();
        this.watch = watch;
        this.clock = clock;
        this.floor = settings.floor();
        this.questions = new Shared<>(floor, Ticker.systemTicker());
    }

    @Override
    public CertificateStatus ask(CertificateId certificate) {
        if (!watch.tellsAges()) {
            // By a clock that stepped back an old answer would look new: nothing is good by it.
            return new CertificateStatus.Unknown(UnknownReason.CLOCK_IN_DOUBT, clock.instant());
        }
        return questions.ask(certificate, () -> source.ask(certificate));
    }

    @Override
    public Duration floor() {
        return floor;
    }
}
