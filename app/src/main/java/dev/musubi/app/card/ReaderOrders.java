package dev.musubi.app.card;

import dev.musubi.app.client.Reply;
import dev.musubi.app.client.Sandbox;
import dev.musubi.app.client.UnreachableException;
import dev.musubi.card.client.PcscReaders;
import dev.musubi.card.trace.Exchange;
import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What is asked of the sandbox about the virtual reader. The sandbox holds the card: PINs and their counters stay with it. */
final class ReaderOrders {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);
    private static final int OK = 200;

    private final Sandbox sandbox;
    private final Terminal terminal;

    ReaderOrders(Sandbox sandbox, Terminal terminal) {
        this.sandbox = sandbox;
        this.terminal = terminal;
    }

    void insert(String resident, String device, @Nullable Integer port) {
        Reply reply = answered(() -> sandbox.insertCard(resident, device, port));
        if (reply.code().equals("NO_VIRTUAL_READER") && !PcscReaders.list().isEmpty()) {
            // Where pcscd is started by its first client, that was we, just now.
            reply = answered(() -> sandbox.insertCard(resident, device, port));
        }
        JsonNode reader = expected(reply).body();
        if (!reader.path("seen").asBoolean()) {
            throw CardTrouble.of(
                    "仮想カードリーダーがカードを認識しません。",
                    "The virtual reader does not look at the card: another program's card may lie in it. ./musubi card remove takes"
                            + " this one away.",
                    "not_seen");
        }
        terminal.say(said(reader));
    }

    void remove() {
        boolean was = reader().path("inserted").asBoolean();
        expected(answered(sandbox::removeCard));
        terminal.say(was ? "カードを取り出しました。 / The card was taken away." : "カードはありません。 / There was no card.");
    }

    void status() {
        JsonNode reader = reader();
        terminal.say(said(reader));
        if (reader.path("inserted").asBoolean()) {
            Reply resident =
                    answered(() -> sandbox.resident(reader.path("resident").asString()));
            String kind = reader.path("device").asString();
            JsonNode tries = resident.body().path("triesLeft");
            terminal.say("残り回数 / tries left: signature "
                    + tries.path(kind + "_SIGNATURE").asInt() + ", authentication "
                    + tries.path(kind + "_AUTHENTICATION").asInt());
        }
        var readers = PcscReaders.list();
        terminal.say("PC/SC: " + (readers.isEmpty() ? "no reader, or pcscd does not run" : ""));
        readers.forEach(each -> terminal.say("  " + each.name()));
    }

    void trace(boolean follow) {
        long last = 0;
        do {
            long after = last;
            for (JsonNode each :
                    expected(answered(() -> sandbox.readerTrace(after))).body().path("exchanges")) {
                last = each.path("number").asLong();
                terminal.say(new Exchange(
                                last,
                                each.path("name").asString(),
                                each.path("command").asString(),
                                each.path("answer").asString())
                        .line());
            }
        } while (follow && waited());
    }

    private static boolean waited() {
        try {
            Thread.sleep(BETWEEN_LOOKS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private JsonNode reader() {
        return expected(answered(sandbox::reader)).body();
    }

    private static String said(JsonNode reader) {
        if (!reader.path("inserted").asBoolean()) {
            return "仮想カードリーダーは空です。 / The virtual reader is empty.";
        }
        boolean card = reader.path("device").asString().equals("CARD");
        return reader.path("resident").asString() + (card ? "のカード" : "のスマートフォン") + "が仮想カードリーダー（ポート"
                + reader.path("port").asInt() + "）にあります。 / "
                + (card ? "The card" : "The smartphone") + " of "
                + reader.path("resident").asString()
                + (reader.path("seen").asBoolean()
                        ? " lies in the virtual reader."
                        : " waits for the virtual reader, which is not there now.");
    }

    private static Reply answered(Supplier<Reply> request) {
        try {
            return request.get();
        } catch (UnreachableException e) {
            throw CardTrouble.of(
                    "サンドボックスに接続できません。",
                    "There is no sandbox: start ./musubi demo or ./musubi sandbox, or say --sandbox URL.",
                    "sandbox_unreachable");
        }
    }

    private static Reply expected(Reply reply) {
        if (reply.status() == OK) {
            return reply;
        }
        throw switch (reply.code()) {
            case "NO_VIRTUAL_READER" ->
                CardTrouble.of(
                        "仮想カードリーダーがありません。",
                        "There is no virtual reader: install pcscd and vsmartcard-vpcd (Debian) and start pcscd.",
                        "no_virtual_reader");
            case "UNKNOWN_RESIDENT" -> CardTrouble.of("その住民はいません。", "There is no such resident.", "unknown_resident");
            case "NO_SMARTPHONE_CERTIFICATE", "NO_CERTIFICATE" ->
                CardTrouble.of("電子証明書がありません。", "This resident has no certificates there.", "no_certificate");
            default ->
                CardTrouble.of(
                        "サンドボックスが受け付けませんでした。",
                        "The sandbox answered HTTP " + reply.status() + ".",
                        SignedText.harmless(reply.code()));
        };
    }
}
