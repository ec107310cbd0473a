package dev.musubi.card.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.musubi.card.CardKey;
import dev.musubi.card.DigestAlgorithm;
import dev.musubi.card.apdu.ApduChannel;
import dev.musubi.card.apdu.ChannelException;
import dev.musubi.card.apdu.CommandApdu;
import dev.musubi.card.apdu.ResponseApdu;
import dev.musubi.card.apdu.StatusWord;
import dev.musubi.card.fixture.RecordingChannel;
import dev.musubi.card.fixture.TestCards;
import dev.musubi.card.virtual.VirtualReader;
import dev.musubi.jpki.fixture.TestCertificateBuilder;
import dev.musubi.jpki.profile.KeyAlgorithm;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Readers and cards that do what ISO/IEC 7816-4 allows, and not what one expects. */
class RoughCardTest {

    private static final Instant AT = TestCertificateBuilder.AT;
    private static final CardDigest DIGEST =
            CardDigest.ofDocument(DigestAlgorithm.SHA_256, "申し込みます".getBytes(StandardCharsets.UTF_8));

    private final VirtualReader reader = VirtualReader.with(TestCards.card());

    private RecordingChannel connect() {
        try {
            return new RecordingChannel(reader.connect());
        } catch (ChannelException e) {
            throw new AssertionError(e);
        }
    }

    private static JpkiCard open(ApduChannel channel) {
        return done(JpkiCard.open(channel));
    }

    private static <T> T done(CardResult<T> result) {
        if (result instanceof CardResult.Failed<T> failed) {
            throw new AssertionError(failed.problem().code());
        }
        return ((CardResult.Done<T>) result).value();
    }

    private static String code(CardResult<?> result) {
        return result instanceof CardResult.Failed<?> failed ? failed.problem().code() : "done";
    }

    private static PinPrompt pin(String pin) {
        return (key, left) -> Optional.of(Pin.of(pin.toCharArray()));
    }

    /** How a reader or card gives fewer bytes than were asked for. */
    enum Habit {
        FEWER,
        OTHER_LENGTH,
        GET_RESPONSE
    }

    /** Gives at most so many bytes in one answer. */
    private static final class Cutting implements ApduChannel {

        private final ApduChannel inner;
        private final Habit habit;
        private final int most;
        private byte[] rest = new byte[0];

        Cutting(ApduChannel inner, Habit habit, int most) {
            this.inner = inner;
            this.habit = habit;
            this.most = most;
        }

        @Override
        public ResponseApdu transmit(CommandApdu command) throws ChannelException {
            if (command.ins() == 0xC0) {
                return part(rest);
            }
            boolean read = command.ins() == 0xB0;
            if (habit == Habit.GET_RESPONSE && (read || command.ins() == 0x2A)) {
                ResponseApdu whole = inner.transmit(command);
                return whole.status().isOk() ? part(whole.data()) : whole;
            }
            if (!read || command.expected() <= most) {
                return inner.transmit(command);
            }
            if (habit == Habit.OTHER_LENGTH) {
                return ResponseApdu.of(new StatusWord(0x6C00 | most));
            }
            return inner.transmit(CommandApdu.of(0x00, 0xB0, command.p1(), command.p2(), most));
        }

        private ResponseApdu part(byte[] all) {
            int length = Math.min(most, all.length);
            rest = Arrays.copyOfRange(all, length, all.length);
            if (rest.length == 0) {
                return ResponseApdu.of(all);
            }
            byte[] answer = Arrays.copyOf(all, length + 2);
            answer[length] = 0x61;
            answer[length + 1] = (byte) Math.min(rest.length, most);
            return ResponseApdu.parse(answer).orElseThrow();
        }

        @Override
        public void close() {
            inner.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "FEWER, 253",
        "FEWER, 128",
        "FEWER, 1",
        "OTHER_LENGTH, 253",
        "OTHER_LENGTH, 16",
        "GET_RESPONSE, 128",
        "GET_RESPONSE, 40"
    })
    void whenAnAnswerHasFewerBytesThanWereAskedForThenItIsReadOn(Habit habit, int most) {
        JpkiCard card = open(new Cutting(connect(), habit, most));

        assertThat(done(card.token())).isPresent();
        assertThat(done(card.authenticationCertificate()).der())
                .isEqualTo(TestCards.certificate(CardKey.AUTHENTICATION, KeyAlgorithm.RSA_2048_SHA_256)
                        .der());
        assertThat(code(card.sign(CardKey.SIGNATURE, pin(TestCards.SIGNATURE_PIN), AT, DIGEST)))
                .isEqualTo("done");
    }

    @Test
    void whenAnAnswerHasNoBytesThenTheCardIsAtFault() {
        RecordingChannel channel = connect();
        JpkiCard card = open(channel);
        for (String answer : new String[] {"9000", "6282", "6C00", "6C08", "6100"}) {
            channel.answering("00B0", answer).answering("00C0", answer);
            assertThat(code(card.authenticationCertificate())).isEqualTo("card_fault");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"6983", "6984", "63C0"})
    void whenAPinIsLockedInWhicheverWayThenItIsSaid(String status) {
        RecordingChannel channel = connect();
        JpkiCard card = open(channel);
        channel.answering("00200080", status);

        assertThat(done(card.triesLeft(CardKey.SIGNATURE))).isZero();
        assertThat(code(card.sign(CardKey.SIGNATURE, pin(TestCards.SIGNATURE_PIN), AT, DIGEST)))
                .isEqualTo("pin_locked");
    }

    @ParameterizedTest
    @CsvSource({"6983, pin_locked", "6984, pin_locked", "63C0, pin_locked", "63C2, pin_wrong", "6300, pin_wrong"})
    void whenThePinIsRefusedInWhicheverWayThenItIsSaid(String status, String code) {
        RecordingChannel channel = connect();
        JpkiCard card = open(channel);
        channel.answering("0020008006", status);

        CardResult<CardSignature> result = card.sign(CardKey.SIGNATURE, pin(TestCards.SIGNATURE_PIN), AT, DIGEST);
        assertThat(code(result)).isEqualTo(code);
        if (status.equals("6300")) {
            assertThat(result).isEqualTo(new CardResult.Failed<>(new CardProblem.PinWrong(CardKey.SIGNATURE, 5)));
        }
        assertThat(channel.sent("0020008006")).hasSize(1);
    }

    /** Where the clean-up after a signature goes wrong. */
    enum Trouble {
        CARD_TAKEN,
        SELECT_REFUSED
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void whenTheCleanUpAfterASignatureFailsThenTheSignatureIsKeptAndTheCardLetGo(Trouble trouble) {
        RecordingChannel channel = connect();
        ApduChannel troubled = new ApduChannel() {
            @Override
            public ResponseApdu transmit(CommandApdu command) throws ChannelException {
                ResponseApdu answer = channel.transmit(command);
                if (command.ins() == 0x2A || command.ins() == 0x24) {
                    if (trouble == Trouble.CARD_TAKEN) {
                        reader.remove();
                    } else {
                        channel.answering("00A4040C", "6F00");
                    }
                }
                return answer;
            }

            @Override
            public void close() {
                channel.close();
            }
        };
        JpkiCard card = open(troubled);

        CardSignature signature = done(card.sign(CardKey.SIGNATURE, pin(TestCards.SIGNATURE_PIN), AT, DIGEST));
        assertThat(signature.value()).hasSize(256);
        assertThat(code(card.triesLeft(CardKey.SIGNATURE))).isEqualTo("card_removed");
    }

    @Test
    void whenTheCleanUpAfterAChangeOfPinFailsThenThePinIsChangedAndSaidToBe() {
        RecordingChannel channel = connect();
        JpkiCard card = open(channel);
        channel.answering("00A4040C07", "6F00").answering("00A4040C0A", "6F00");

        assertThat(code(card.changePin(
                        CardKey.SIGNATURE, pin(TestCards.SIGNATURE_PIN), Pin.of("NEW123".toCharArray()))))
                .isEqualTo("done");
        JpkiCard again = open(connect());
        assertThat(code(again.sign(CardKey.SIGNATURE, pin("NEW123"), AT, DIGEST)))
                .isEqualTo("done");
    }

    @Test
    void whenTheLastSecondOfTheCertificateRunsThenItSignsStill() {
        JpkiCard card = open(connect());
        Instant last = TestCertificateBuilder.NOT_AFTER.plusMillis(999);

        assertThat(code(card.sign(CardKey.SIGNATURE, pin(TestCards.SIGNATURE_PIN), last, DIGEST)))
                .isEqualTo("done");
        assertThat(code(card.sign(
                        CardKey.SIGNATURE,
                        pin(TestCards.SIGNATURE_PIN),
                        TestCertificateBuilder.NOT_AFTER.plusSeconds(1),
                        DIGEST)))
                .isEqualTo("certificate_expired");
    }

    @Test
    void whenStatusWordsAreReadThenTheirSecondByteCounts() {
        assertThat(new StatusWord(0x6100).moreData()).hasValue(256);
        assertThat(new StatusWord(0x6C10).otherLength()).hasValue(16);
        assertThat(new StatusWord(0x9000).moreData()).isEmpty();
        assertThat(HexFormat.of().toHexDigits((short) StatusWord.AUTHENTICATION_BLOCKED.value()))
                .isEqualTo("6983");
    }
}
