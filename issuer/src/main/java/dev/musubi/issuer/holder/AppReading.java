package dev.musubi.issuer.holder;

import dev.musubi.issuer.credential.AppTokens;
import dev.musubi.issuer.message.Message;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.privateid.State;
import dev.musubi.issuer.signin.AppAccess;
import dev.musubi.issuer.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.stereotype.Component;

/**
 * Lets an app read about its holder. An app of a private ID that has ended is told that it has, and nothing more: nobody
 * looks after it any longer, and it may have been stolen since.
 */
@Component
final class AppReading {

    private final AppAccess access;
    private final PrivateIds privateIds;

    AppReading(AppAccess access, PrivateIds privateIds) {
        this.access = access;
        this.privateIds = privateIds;
    }

    /**
     * The app behind a request.
     *
     * @throws ProblemException {@code private_id_ended}, and those of {@link AppAccess#of}
     */
    AppTokens.App of(HttpServletRequest request) {
        AppTokens.App app = access.of(request);
        if (privateIds.find(app.holderId()).orElseThrow().state() == State.ENDED) {
            throw new ProblemException(
                    410,
                    "private_id_ended",
                    new Message("この民間IDは終了しています。", "This private ID has ended; its app is told no more than that."));
        }
        return app;
    }
}
