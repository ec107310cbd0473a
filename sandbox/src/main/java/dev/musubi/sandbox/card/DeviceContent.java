package dev.musubi.sandbox.card;

import dev.musubi.card.TokenKind;
import dev.musubi.card.virtual.CardContent;
import dev.musubi.card.virtual.CardMemory;
import dev.musubi.card.virtual.CardSigner;
import dev.musubi.card.virtual.KeyOnCard;
import dev.musubi.card.virtual.VirtualCard;
import dev.musubi.jpki.profile.KeyAlgorithm;
import dev.musubi.sandbox.authority.Certificates;
import dev.musubi.sandbox.authority.IssuedCertificate;
import dev.musubi.sandbox.journal.JournalException;
import dev.musubi.sandbox.register.CertificateRecord;
import dev.musubi.sandbox.register.Resident;
import dev.musubi.sandbox.register.ResidentRegister;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.cert.CertificateEncodingException;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is on a resident's card or in their smartphone right now. */
record DeviceContent(
        ResidentRegister register, Certificates certificates, InstantSource clock, int resident, Device device) {

    /** A card under power, with nothing selected. */
    VirtualCard card(CardMemory memory) {
        Resident now = register.find(resident).orElseThrow();
        return new VirtualCard(
                new CardContent(
                        token(),
                        key(now, KeyUse.AUTHENTICATION),
                        key(now, KeyUse.SIGNATURE),
                        device == Device.CARD ? now.person().attributes() : null),
                memory);
    }

    /** Every second smartphone is an iPhone. */
    private TokenKind token() {
        return switch (device) {
            case CARD -> TokenKind.CARD;
            case SMARTPHONE -> resident % 2 == 0 ? TokenKind.ANDROID : TokenKind.IPHONE;
        };
    }

    private @Nullable KeyOnCard key(Resident now, KeyUse use) {
        Optional<CertificateRecord> record = now.onDevice(use.kindOn(device), clock.instant());
        return record.isEmpty()
                ? null
                : KeyOnCard.lazily(KeyAlgorithm.RSA_2048_SHA_256, () -> kept(() -> made(record.get())));
    }

    private KeyOnCard made(CertificateRecord record) {
        try {
            IssuedCertificate issued = certificates.issued(record);
            return new KeyOnCard(
                    CardSigner.of(KeyAlgorithm.RSA_2048_SHA_256, issued.privateKey()),
                    issued.der(),
                    certificates.authorityOf(record).certificate().getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("an authority's certificate has no encoding", e);
        }
    }

    /** A card can say that its memory failed; a journal that cannot be written is that to it. */
    static <T> T kept(Supplier<T> work) {
        try {
            return work.get();
        } catch (JournalException e) {
            throw new UncheckedIOException(new IOException("the journal cannot be written", e));
        }
    }

    @Override
    public String toString() {
        return "DeviceContent[" + device + "]";
    }
}
