package dev.musubi.issuer.notice;

import dev.musubi.issuer.outbound.Mail;
import dev.musubi.issuer.outbound.MailLine;
import dev.musubi.issuer.outbound.MailOptions;
import dev.musubi.issuer.outbound.MailOutcome;
import dev.musubi.issuer.outbound.Outbound;
import dev.musubi.issuer.signin.SignInSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The way by e-mail, if an operator named a server that takes mail. */
@Component
public class MailWay {

    private final @Nullable MailLine line;
    private final String domain;

    MailWay(NoticeSettings settings, SignInSettings signIn, Outbound outbound) throws IOException {
        NoticeSettings.Email email = settings.email();
        this.domain = String.valueOf(signIn.origin().getHost());
        this.line = email.host() == null || email.from() == null
                ? null
                : outbound.mail(new MailOptions(
                        email.host(),
                        email.port(),
                        email.security(),
                        login(email),
                        trusted(email),
                        email.from(),
                        domain,
                        email.timeout()));
    }

    private static MailOptions.@Nullable Login login(NoticeSettings.Email email) throws IOException {
        Path file = email.passwordFile();
        String user = email.user();
        return user == null || file == null
                ? null
                : new MailOptions.Login(user, Files.readString(file).strip());
    }

    private static @Nullable SSLSocketFactory trusted(NoticeSettings.Email email) throws IOException {
        SSLContext context =
                Trust.in(email.trustStore(), email.trustStorePassword(), "musubi.notices.email.trust-store");
        return context == null ? null : context.getSocketFactory();
    }

    /** Whether there is such a way. */
    public boolean isOffered() {
        return line != null;
    }

    /** Where mails come from, for their ids. */
    String domain() {
        return domain;
    }

    /** Hands a mail in. */
    MailOutcome send(Mail mail) {
        return line == null ? new MailOutcome.NotTried("not_set_up") : line.send(mail);
    }
}
