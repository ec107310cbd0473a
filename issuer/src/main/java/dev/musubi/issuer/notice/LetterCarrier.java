package dev.musubi.issuer.notice;

import dev.musubi.issuer.database.HolderId;
import dev.musubi.issuer.database.Sha256;
import dev.musubi.issuer.message.Catalogue;
import dev.musubi.issuer.message.Language;
import dev.musubi.issuer.paper.Letter;
import dev.musubi.issuer.privateid.AttributeStore;
import dev.musubi.issuer.privateid.PrivateIds;
import dev.musubi.issuer.vault.Vault;
import dev.musubi.jpki.attributes.FourAttributes;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Carries notices to the post. Name and address are read when a letter is written, stand on it alone, and are not kept a second
 * time: they are those of the present generation, which may be from before a move. No date stands on it: a certificate ends on a
 * birthday, and "within a week" would tell it.
 */
@Component
class LetterCarrier implements Carrier {

    private static final int ONE_AFTER_THE_OTHER = 1;
    private static final int NAME_BYTES = 16;

    private final Delivery delivery;
    private final LetterWay letters;
    private final NoticeTexts texts;
    private final NoticeLinks links;
    private final PrivateIds privateIds;
    private final AttributeStore attributes;
    private final Vault vault;
    private final InstantSource clock;

    LetterCarrier(
            Delivery delivery,
            LetterWay letters,
            NoticeTexts texts,
            NoticeLinks links,
            PrivateIds privateIds,
            AttributeStore attributes,
            Vault vault,
            InstantSource clock) {
        this.delivery = delivery;
        this.letters = letters;
        this.texts = texts;
        this.links = links;
        this.privateIds = privateIds;
        this.attributes = attributes;
        this.vault = vault;
        this.clock = clock;
    }

    @Scheduled(fixedDelayString = "${musubi.notices.tick:PT5S}", initialDelayString = "${musubi.notices.tick:PT5S}")
    void deliver() throws InterruptedException {
        delivery.by(this);
    }

    @Override
    public Channel.Way way() {
        return Channel.Way.LETTER;
    }

    @Override
    public boolean isOffered() {
        return letters.isOffered();
    }

    @Override
    public int atOnce() {
        return ONE_AFTER_THE_OTHER;
    }

    @Override
    public Parcel notice(HolderId holderId, Channel channel, Notices.Kept kept) {
        Letter letter = letter(holderId, channel.language(), kept);
        String name = name(channel, kept);
        return () -> letters.lay(name, letter.write());
    }

    private Letter letter(HolderId holderId, Language language, Notices.Kept kept) {
        NoticeTexts.Text text = texts.of(holderId, kept, language);
        FourAttributes person = attributes.get(
                vault.of(holderId), privateIds.generation(holderId).attributes());
        return new Letter(
                language,
                clock.instant(),
                new Letter.Recipient(person.name().value(), person.address().value()),
                Catalogue.text(language, "letter.from"),
                text.title(),
                List.of(text.todo(), Catalogue.text(language, "letter.open")),
                links.page(text.page()),
                List.of(
                        Catalogue.text(language, "letter.why", links.page("/home/reaching")),
                        Catalogue.text(language, "letter.ours", links.page("/"))));
    }

    /** As good as random, since both ids are; and the same if a letter is written a second time. */
    private static String name(Channel channel, Notices.Kept kept) {
        return HexFormat.of().formatHex(Sha256.of("letter " + channel.id() + " " + kept.id()), 0, NAME_BYTES);
    }
}
