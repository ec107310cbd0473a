package dev.musubi.bench;

import dev.musubi.card.TokenKind;
import dev.musubi.card.virtual.CardContent;
import dev.musubi.card.virtual.CardMemory;
import dev.musubi.card.virtual.CardSigner;
import dev.musubi.card.virtual.KeyOnCard;
import dev.musubi.card.virtual.VirtualCard;
import dev.musubi.jpki.fixture.TestAuthority;
import dev.musubi.jpki.fixture.TestCertificate;
import dev.musubi.jpki.fixture.TestKeys;
import dev.musubi.jpki.fixture.TestResidents;
import dev.musubi.jpki.profile.AuthorityRole;
import dev.musubi.jpki.profile.JpkiProfile;
import dev.musubi.jpki.profile.KeyAlgorithm;

/** A card to measure with. */
final class BenchCards {

    private BenchCards() {}

    static VirtualCard card() {
        return new VirtualCard(
                new CardContent(
                        TokenKind.CARD,
                        key(AuthorityRole.AUTHENTICATION),
                        key(AuthorityRole.SIGNATURE),
                        TestResidents.hanako()),
                CardMemory.inMemory("1234", "ABC123", "1234"));
    }

    private static KeyOnCard key(AuthorityRole role) {
        KeyAlgorithm rsa = KeyAlgorithm.RSA_2048_SHA_256;
        TestAuthority authority = TestAuthority.of(JpkiProfile.sandbox(), role, rsa, "01");
        TestCertificate certificate =
                authority.issue().keys(TestKeys.of(rsa, "bench" + role)).build();
        return KeyOnCard.of(
                CardSigner.of(rsa, certificate.keys().getPrivate()), certificate.x509(), authority.certificate());
    }
}
