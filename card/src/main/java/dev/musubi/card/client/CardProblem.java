package dev.musubi.card.client;

import dev.musubi.card.CardKey;
import java.time.Instant;

/** Why a card did not do what was asked. Codes are stable; sentences may be shown to a person and may be reworded. */
public sealed interface CardProblem {

    /** A stable code. */
    String code();

    /** A sentence for a person, in English. */
    String sentence();

    /** A sentence for a person, in Japanese. */
    String sentenceJa();

    /** There is no reader. */
    record NoReader() implements CardProblem {
        @Override
        public String code() {
            return "no_reader";
        }

        @Override
        public String sentence() {
            return "No card reader was found. Connect one and try again.";
        }

        @Override
        public String sentenceJa() {
            return "カードリーダーが見つかりません。接続してから、もう一度お試しください。";
        }
    }

    /** There are readers, and no card on any. */
    record NoCard() implements CardProblem {
        @Override
        public String code() {
            return "no_card";
        }

        @Override
        public String sentence() {
            return "No card lies on the reader. Lay your My Number Card on it.";
        }

        @Override
        public String sentenceJa() {
            return "カードが読み取れません。マイナンバーカードをカードリーダーに置いてください。";
        }
    }

    /** A card without the JPKI application, or without the certificate asked for. */
    record WrongCard() implements CardProblem {
        @Override
        public String code() {
            return "wrong_card";
        }

        @Override
        public String sentence() {
            return "This card has no certificate for this. Use a My Number Card whose certificates were issued.";
        }

        @Override
        public String sentenceJa() {
            return "このカードには必要な電子証明書がありません。電子証明書が発行されたマイナンバーカードをお使いください。";
        }
    }

    /** The card was taken away, or another program reset it. */
    record CardRemoved() implements CardProblem {
        @Override
        public String code() {
            return "card_removed";
        }

        @Override
        public String sentence() {
            return "The card was taken away too early. Lay it on the reader and start again.";
        }

        @Override
        public String sentenceJa() {
            return "カードが途中で離れました。カードを置き直して、はじめからやり直してください。";
        }
    }

    /** The card lies there and does not answer. */
    record CardSilent() implements CardProblem {
        @Override
        public String code() {
            return "card_silent";
        }

        @Override
        public String sentence() {
            return "The card does not answer. Lay it on the reader again and start again.";
        }

        @Override
        public String sentenceJa() {
            return "カードが応答しません。カードを置き直して、はじめからやり直してください。";
        }
    }

    /** Another program uses the card, or this one does already. */
    record ReaderBusy() implements CardProblem {
        @Override
        public String code() {
            return "reader_busy";
        }

        @Override
        public String sentence() {
            return "Another program is using the card. Close it and try again.";
        }

        @Override
        public String sentenceJa() {
            return "ほかのアプリがカードを使用しています。終了してから、もう一度お試しください。";
        }
    }

    /** The reader failed. */
    record ReaderFailed() implements CardProblem {
        @Override
        public String code() {
            return "reader_failed";
        }

        @Override
        public String sentence() {
            return "The card reader does not work. Connect it anew and try again.";
        }

        @Override
        public String sentenceJa() {
            return "カードリーダーが正しく動作していません。接続し直してから、もう一度お試しください。";
        }
    }

    /** Nobody entered a PIN. */
    record Cancelled() implements CardProblem {
        @Override
        public String code() {
            return "cancelled";
        }

        @Override
        public String sentence() {
            return "No PIN was entered. Nothing was signed.";
        }

        @Override
        public String sentenceJa() {
            return "暗証番号の入力が取り消されました。署名は行われていません。";
        }
    }

    /** What was entered cannot be this PIN. The card was not asked, and no try was spent. */
    record PinMalformed(CardKey key) implements CardProblem {
        @Override
        public String code() {
            return "pin_malformed";
        }

        @Override
        public String sentence() {
            return switch (key) {
                case AUTHENTICATION -> "This PIN has four digits.";
                case SIGNATURE -> "This PIN has 6 to 16 letters and digits.";
            };
        }

        @Override
        public String sentenceJa() {
            return switch (key) {
                case AUTHENTICATION -> "利用者証明用電子証明書の暗証番号は、数字4桁です。";
                case SIGNATURE -> "署名用電子証明書の暗証番号は、英数字6文字から16文字です。";
            };
        }
    }

    /** The PIN was wrong; so many tries are left. */
    record PinWrong(CardKey key, int triesLeft) implements CardProblem {
        @Override
        public String code() {
            return "pin_wrong";
        }

        @Override
        public String sentence() {
            return "The PIN is wrong. Tries left: " + triesLeft + ".";
        }

        @Override
        public String sentenceJa() {
            return "暗証番号が違います。あと" + triesLeft + "回まちがえるとロックされます。";
        }
    }

    /** The PIN is locked. */
    record PinLocked(CardKey key) implements CardProblem {
        @Override
        public String code() {
            return "pin_locked";
        }

        @Override
        public String sentence() {
            return "The PIN is locked. Have it set anew at the counter of the municipality you live in; if your other"
                    + " PIN works, a convenience store and its smartphone app can do it too.";
        }

        @Override
        public String sentenceJa() {
            return "暗証番号がロックされています。お住まいの市区町村の窓口で、暗証番号を決め直してください。"
                    + "もう一方の暗証番号が分かる場合は、スマートフォンのアプリとコンビニエンスストアの端末でも初期化できます。";
        }
    }

    /** The certificate is not valid yet. */
    record CertificateNotYetValid(CardKey key, Instant notBefore) implements CardProblem {
        @Override
        public String code() {
            return "certificate_not_yet_valid";
        }

        @Override
        public String sentence() {
            return "The certificate on the card is not valid yet.";
        }

        @Override
        public String sentenceJa() {
            return "カードの電子証明書は、まだ有効期間が始まっていません。";
        }

        @Override
        public String toString() {
            return "CertificateNotYetValid[" + key + "]";
        }
    }

    /** The certificate has expired. */
    record CertificateExpired(CardKey key, Instant notAfter) implements CardProblem {
        @Override
        public String code() {
            return "certificate_expired";
        }

        @Override
        public String sentence() {
            return "The certificate on the card has expired. Renew it at the counter of the municipality you live in.";
        }

        @Override
        public String sentenceJa() {
            return "カードの電子証明書の有効期間が過ぎています。お住まいの市区町村の窓口で更新してください。";
        }

        @Override
        public String toString() {
            return "CertificateExpired[" + key + "]";
        }
    }

    /** The certificate cannot be read without its PIN. */
    record PinNeeded(CardKey key) implements CardProblem {
        @Override
        public String code() {
            return "pin_needed";
        }

        @Override
        public String sentence() {
            return "The PIN is needed first.";
        }

        @Override
        public String sentenceJa() {
            return "先に暗証番号の入力が必要です。";
        }
    }

    /**
     * The card answered what a My Number Card does not.
     *
     * @param doing what it was asked, in a word or two, without data
     * @param status its status word, {@code 9000} if only the data were wrong
     */
    record CardFault(String doing, String status) implements CardProblem {
        @Override
        public String code() {
            return "card_fault";
        }

        @Override
        public String sentence() {
            return "The card gave an answer that is not understood (" + doing + ", " + status + ").";
        }

        @Override
        public String sentenceJa() {
            return "カードから想定外の応答がありました（" + doing + "、" + status + "）。";
        }
    }
}
