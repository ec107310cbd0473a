package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.outbound.Mail;
import dev.musubi.issuer.outbound.MailOutcome;
import java.time.Duration;
import java.util.Optional;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Carries notices by e-mail. */
@Component
class MailCarrier implements Carrier {

    private static final Duration NOT_NOW = Duration.ofSeconds(30);

    private final Delivery delivery;
    private final MailWriter writer;
    private final MailWay mail;
    private final NoticeSettings settings;

    MailCarrier(Delivery delivery, MailWriter writer, MailWay mail, NoticeSettings settings) {
        this.delivery = delivery;
        this.writer = writer;
        this.mail = mail;
        this.settings = settings;
    }

    @Scheduled(fixedDelayString = "${musubi.notices.tick:PT5S}", initialDelayString = "${musubi.notices.tick:PT5S}")
    void deliver() throws InterruptedException {
        delivery.by(this);
    }

    @Override
    public Channel.Way way() {
        return Channel.Way.EMAIL;
    }

    @Override
    public boolean isOffered() {
        return mail.isOffered();
    }

    @Override
    public int atOnce() {
        return settings.email().atOnce();
    }

    @Override
    public Parcel notice(HolderId holderId, Channel channel, Notices.Kept kept) {
        return parcel(writer.notice(holderId, channel, kept));
    }

    @Override
    public Optional<Parcel> question(HolderId holderId, Channel channel) {
        return Optional.of(parcel(writer.confirmation(holderId, channel)));
    }

    private Parcel parcel(Mail written) {
        return () -> switch (mail.send(written)) {
            case MailOutcome.Taken taken -> new Carried.Taken();
            case MailOutcome.NoSuchRecipient nobody -> new Carried.NobodyThere();
            case MailOutcome.Failed(String code) -> new Carried.Failed(code);
            case MailOutcome.NotTried(String code) -> new Carried.NotNow(code, NOT_NOW);
        };
    }
}
