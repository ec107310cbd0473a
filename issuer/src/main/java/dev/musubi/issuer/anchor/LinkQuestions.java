package dev.musubi.issuer.anchor;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.musubi.jpki.certificate.CertificateId;
import java.util.List;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/** Asks J-LIS for linked numbers on behalf of everybody inside, as {@link StatusQuestions} does for the status. */
@Component
@Primary
final class LinkQuestions implements NumberLinks {

    private final NumberLinks source;
    private final Shared<CertificateId, Answer> questions;

    /** With the one adapter there is. */
    LinkQuestions(List<NumberLinks> sources, QuestionSettings settings) {
        this.source = sources.getFirst();
        this.questions = new Shared<>(settings.floor(), Ticker.systemTicker());
    }

    @Override
    public Answer linkedTo(CertificateId certificate) {
        return questions.ask(certificate, () -> source.linkedTo(certificate));
    }
}
