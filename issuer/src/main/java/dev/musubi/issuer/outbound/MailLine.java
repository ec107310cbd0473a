package dev.musubi.issuer.outbound;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import jakarta.mail.AuthenticationFailedException;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.AddressException;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPSenderFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands mails in at one server (SMTP, RFC 5321), each over a connection of its own with one deadline for all of it, and a
 * bound on what the server says in all. Nothing
 * is tried twice. What a server says beside its code goes nowhere, since it may quote the address.
 */
public final class MailLine implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MailLine.class);

    private static final String LINE = "mail";
    private static final int PERMANENT = 500;

    /** What a server says to one mail is some hundred bytes, and the handshake some thousand. */
    private static final long MOST_SAID = 64L * 1024;

    /** RFC 3463: 5.1.x is about the address, 5.2.x about the mailbox; others may be our own fault. */
    private static final Pattern ENHANCED = Pattern.compile("\\b5\\.([0-9]{1,3})\\.[0-9]{1,3}\\b");

    private final MailOptions options;
    private final Session session;
    private final InternetAddress from;
    private final Peers.Peer peer;
    private final ExecutorService exchanges = Executors.newVirtualThreadPerTaskExecutor();

    MailLine(MailOptions options, OutboundSettings settings) {
        this.options = options;
        this.session = Session.getInstance(properties(options));
        this.from = from(options.from());
        this.peer = new Peers(LINE, settings).of(LINE);
    }

    private static InternetAddress from(String text) {
        try {
            InternetAddress address = new InternetAddress(text, true);
            address.setPersonal(address.getPersonal(), StandardCharsets.UTF_8.name());
            return address;
        } catch (MessagingException | UnsupportedEncodingException e) {
            throw new IllegalArgumentException("whom mail is from is no address", e);
        }
    }

    private static Properties properties(MailOptions options) {
        Properties properties = new Properties();
        properties.put("mail.transport.protocol", "smtp");
        properties.put("mail.smtp.host", options.host());
        properties.put("mail.smtp.port", Integer.toString(options.port()));
        properties.put("mail.smtp.localhost", options.ourName());
        // Longer than the deadline, which is the one that counts: without these a thread could hang for ever.
        String each = Long.toString(options.deadline().toMillis() + 1000);
        properties.put("mail.smtp.connectiontimeout", each);
        properties.put("mail.smtp.timeout", each);
        properties.put("mail.smtp.auth", Boolean.toString(options.login() != null));
        switch (options.security()) {
            // Private from the first byte on: by the sockets below.
            case TLS, NONE -> {}
            case STARTTLS -> {
                properties.put("mail.smtp.starttls.enable", "true");
                properties.put("mail.smtp.starttls.required", "true");
            }
        }
        SSLSocketFactory trusted =
                options.trusted() == null ? (SSLSocketFactory) SSLSocketFactory.getDefault() : options.trusted();
        properties.put(
                "mail.smtp.socketFactory",
                new BoundedSockets(
                        MOST_SAID, options.host(), options.security() == MailOptions.Security.TLS ? trusted : null));
        properties.put("mail.smtp.socketFactory.fallback", "false");
        // Addresses are as their holders have them; what a server makes of them it says.
        properties.put("mail.mime.address.strict", "false");
        properties.put("mail.smtp.ssl.checkserveridentity", "true");
        properties.put("mail.smtp.ssl.protocols", "TLSv1.3 TLSv1.2");
        if (options.trusted() != null) {
            properties.put("mail.smtp.ssl.socketFactory", options.trusted());
            properties.put("mail.smtp.ssl.socketFactory.fallback", "false");
        }
        return properties;
    }

    /** Hands one in and waits for the server's word. */
    public MailOutcome send(Mail mail) {
        if (!peer.bulkhead().tryAcquirePermission()) {
            return noted(Said.untried(new Outcome.Busy()), null);
        }
        if (!peer.breaker().tryAcquirePermission()) {
            peer.bulkhead().onComplete();
            return noted(Said.untried(new Outcome.BreakerOpen()), null);
        }
        Future<Said> running = exchanges.submit(() -> {
            try {
                return exchange(mail);
            } finally {
                peer.bulkhead().onComplete();
            }
        });
        try {
            return noted(running.get(options.deadline().toNanos(), TimeUnit.NANOSECONDS), peer.breaker());
        } catch (TimeoutException e) {
            // On a thread of this kind a read that is interrupted ends, and its connection with it.
            running.cancel(true);
            return noted(Said.failed(new Outcome.TimedOut().code()), peer.breaker());
        } catch (InterruptedException e) {
            running.cancel(true);
            peer.breaker().releasePermission();
            Thread.currentThread().interrupt();
            return new MailOutcome.Failed("interrupted");
        } catch (ExecutionException e) {
            return noted(Said.failed("unreachable"), peer.breaker());
        }
    }

    /** A server that turns one address away is none that fails. */
    private record Said(MailOutcome outcome, boolean serverFailed) {
        static Said untried(Outcome.Failed why) {
            return new Said(new MailOutcome.NotTried(why.code()), true);
        }

        static Said failed(String code) {
            return new Said(new MailOutcome.Failed(code), true);
        }
    }

    private static MailOutcome noted(Said said, @Nullable CircuitBreaker breaker) {
        MailOutcome outcome = said.outcome();
        String code = switch (outcome) {
            case MailOutcome.Taken taken -> null;
            case MailOutcome.NoSuchRecipient nobody -> null;
            case MailOutcome.Failed(String failed) -> failed;
            case MailOutcome.NotTried(String untried) -> untried;
        };
        if (code != null) {
            log.warn("outbound.failed line={} peer={} outcome={}", LINE, LINE, code);
        }
        if (breaker != null) {
            if (!said.serverFailed()) {
                breaker.onSuccess(0, TimeUnit.NANOSECONDS);
            } else {
                breaker.onError(0, TimeUnit.NANOSECONDS, new ServerFailedException());
            }
        }
        return outcome;
    }

    private Said exchange(Mail mail) {
        try (Transport transport = session.getTransport()) {
            MimeMessage message = message(mail);
            MailOptions.Login login = options.login();
            if (login == null) {
                transport.connect();
            } else {
                transport.connect(login.user(), login.password());
            }
            transport.sendMessage(message, message.getAllRecipients());
            return new Said(new MailOutcome.Taken(), false);
        } catch (MessagingException | UnsupportedEncodingException e) {
            return outcome(e);
        }
    }

    private MimeMessage message(Mail mail) throws MessagingException, UnsupportedEncodingException {
        MimeMessage message = new Identified(session, mail.messageId());
        message.setFrom(from);
        InternetAddress to = new InternetAddress();
        // As its holder writes it: some providers gave out addresses that RFC 5322 does not know, and take mail for
        // them.
        to.setAddress(mail.to());
        message.setRecipient(Message.RecipientType.TO, to);
        message.setSubject(mail.subject(), StandardCharsets.UTF_8.name());
        message.setText(mail.text(), StandardCharsets.UTF_8.name());
        message.setSentDate(Date.from(mail.date()));
        message.setHeader("Content-Language", mail.language());
        // RFC 3834 section 5: nobody is away on holiday to a machine.
        message.setHeader("Auto-Submitted", "auto-generated");
        for (var header : mail.headers().entrySet()) {
            message.setHeader(header.getKey(), header.getValue());
        }
        message.saveChanges();
        return message;
    }

    /** Keeps the id it was given, where the library would make one up. */
    private static final class Identified extends MimeMessage {

        private final String id;

        Identified(Session session, String id) {
            super(session);
            this.id = id;
        }

        @Override
        protected void updateMessageID() throws MessagingException {
            setHeader("Message-ID", "<" + id + ">");
        }
    }

    /** A failure is a chain of them, the server's own word somewhere in it. */
    private static Said outcome(Exception failure) {
        for (Throwable each = failure; each != null; each = next(each)) {
            switch (each) {
                case SMTPAddressFailedException address
                when isAboutTheAddress(address) -> {
                    return new Said(new MailOutcome.NoSuchRecipient(code(address.getReturnCode())), false);
                }
                case SMTPAddressFailedException address -> {
                    return new Said(new MailOutcome.Failed(code(address.getReturnCode())), false);
                }
                case SMTPSenderFailedException sender -> {
                    return Said.failed(code(sender.getReturnCode()));
                }
                // Of which what the server said about the address, if it did, is further down.
                case SMTPSendFailedException send
                when !(send.getNextException() instanceof SendFailedException) -> {
                    return Said.failed(code(send.getReturnCode()));
                }
                case AddressException unreadable -> {
                    return new Said(new MailOutcome.NoSuchRecipient("address_malformed"), false);
                }
                case AuthenticationFailedException refused -> {
                    return Said.failed("login_refused");
                }
                default -> {}
            }
        }
        return Said.failed("unreachable");
    }

    private static @Nullable Throwable next(Throwable each) {
        return each instanceof MessagingException chained && chained.getNextException() != null
                ? chained.getNextException()
                : each.getCause();
    }

    private static boolean isAboutTheAddress(SMTPAddressFailedException refused) {
        int reply = refused.getReturnCode();
        if (reply < PERMANENT) {
            return false;
        }
        Matcher enhanced = ENHANCED.matcher(String.valueOf(refused.getMessage()));
        return enhanced.find()
                ? enhanced.group(1).equals("1") || enhanced.group(1).equals("2")
                : reply == 501 || reply == 550 || reply == 551 || reply == 553;
    }

    private static String code(int reply) {
        return reply < 0 ? "unreachable" : String.format(Locale.ROOT, "smtp_%03d", reply);
    }

    /** For the breaker, which counts exceptions. */
    private static final class ServerFailedException extends RuntimeException {
        ServerFailedException() {
            super("the server failed", null, false, false);
        }
    }

    @Override
    public void close() {
        exchanges.shutdownNow();
    }
}
