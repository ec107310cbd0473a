package dev.musubi.issuer.web;

import dev.musubi.issuer.message.Language;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Instant;
import java.util.Optional;

/** Port: the language in which whoever sent the holder here asked for pages to be. */
public interface AskedLanguage {

    /** What was asked of the page that this request is for. */
    Optional<Asked> of(HttpServletRequest request);

    /**
     * A language, and since when it is asked for: whatever the holder has chosen after that goes before it.
     *
     * @param since by the machine's clock
     */
    record Asked(Language language, Instant since) {}
}
