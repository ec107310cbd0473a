package dev.musubi.sandbox.mynaapp;

import dev.musubi.mynaapp.Dialect;
import dev.musubi.mynaapp.MynaProblem;
import dev.musubi.sandbox.register.Resident;
import dev.musubi.sandbox.register.ResidentId;
import dev.musubi.sandbox.register.ResidentPin;
import dev.musubi.sandbox.register.ResidentRegister;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** The pages, whole, in one language. They work without script; nobody is named in an address or a title. */
final class Pages {

    private static final int MOST_LISTED = 50;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("H:mm").withZone(ZoneId.of("Asia/Tokyo"));

    private final Language language;
    private final String path;

    /**
     * Pages in a language.
     *
     * @param path where this page is, for the link to the other language
     */
    Pages(Language language, String path) {
        this.language = language;
        this.path = path;
    }

    private String say(String ja, String en) {
        return language == Language.JA ? ja : en;
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private String page(String head, String kind, String title, String body) {
        Language other = language == Language.JA ? Language.EN : Language.JA;
        return "<!doctype html>\n<html lang=\"" + language.tag() + "\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<title>" + title + say("｜マイナアプリ（サンドボックス）", " | Mynaapp (sandbox)") + "</title>"
                + "<link rel=\"stylesheet\" href=\"/mynaapp/style.css\"><link rel=\"icon\" href=\"data:,\">" + head
                + "</head><body class=\"" + kind + "\"><p class=\"banner\" role=\"note\">"
                + say(
                        "<strong>サンドボックス</strong>：練習用のにせものです。国の「マイナアプリ」ではありません。人もカードも架空です。",
                        "<strong>Sandbox</strong>: a practice copy, not the state's app. People and cards are made up.")
                + "</p><header><span>" + say("仮想マイナアプリ", "Virtual Mynaapp") + "</span><a href=\"/mynaapp/language/"
                + other.tag() + "?to=" + path + "\" lang=\"" + other.tag() + "\" hreflang=\"" + other.tag() + "\">"
                + (other == Language.EN ? "English" : "日本語") + "</a></header><main><h1>" + title + "</h1>" + body
                + "</main></body></html>\n";
    }

    private String asks(AuthorizationRequest request) {
        return "<dl class=\"who\"><dt>" + say("依頼元", "Asked by") + "</dt><dd><span lang=\"ja\">"
                + escaped(request.client().name()) + "</span><br><span class=\"host\">"
                + escaped(Client.host(request.redirectUri())) + "</span></dd><dt>" + say("内容", "For") + "</dt><dd>"
                + purpose(request) + "</dd></dl>";
    }

    /** Every page that waits says until when, as the clock on the wall has it. */
    private String until(Visit visit) {
        String time = TIME.format(visit.until());
        return say(time + "までに終えてください。", "Please finish by " + time + ", Japan time.");
    }

    private String purpose(AuthorizationRequest request) {
        if (request.isSigning()) {
            return say(
                    "電子署名（署名用電子証明書）。文書の内容は依頼元の画面で確認してください。このアプリには表示されません。",
                    "A signature (signature certificate). Read the document at the service that asks: this app cannot show it.");
        }
        return MynaApp.wantsAttributes(request)
                ? say(
                        "本人の確認（利用者証明用電子証明書）と、券面の情報の提供",
                        "Signing in (authentication certificate), and details from the card")
                : say("本人の確認（利用者証明用電子証明書）", "Signing in (authentication certificate)");
    }

    /** The browser that began waits. */
    String waiting(Visit visit, Realm realm) {
        String link = Dialect.LINK + visit.link();
        String qr = QrCode.svg(realm.link(visit), say("スマートフォン用のQRコード", "QR code for the phone"));
        // The page asks by itself whether the phone is done; without script it is loaded anew.
        String head = "<noscript><meta http-equiv=\"refresh\" content=\"3\"></noscript>"
                + "<script src=\"/mynaapp/wait.js\" defer></script>";
        String cancel = "<form method=\"post\" action=\"/v/" + visit.id() + "/cancel\"><button class=\"quiet\">"
                + say("やめて依頼元に戻る", "Stop and go back") + "</button></form>";
        if (visit.isOnPhone()) {
            return page(
                    head,
                    "wait",
                    say("アプリを開いてください", "Open the app"),
                    asks(visit.request()) + "<p>" + until(visit) + "</p><p><a class=\"button\" id=\"open-app\" href=\""
                            + link + "\">"
                            + say("仮想マイナアプリを開く", "Open the virtual app") + "</a></p><details><summary>"
                            + say("別のスマートフォンを使う", "Use another phone") + "</summary>" + qr + "</details>" + cancel);
        }
        return page(
                head,
                "wait",
                say("スマートフォンで読み取ってください", "Scan this with your phone"),
                asks(visit.request()) + qr + "<p>"
                        + until(visit)
                        + say("終わると、この画面が自動で先に進みます。", " When the phone is done, this page goes on by itself.")
                        + "</p><p><a class=\"button\" id=\"open-app\" target=\"_blank\" rel=\"noopener\" href=\"" + link
                        + "\">" + say("仮想スマホで開く（新しいタブ）", "Open on the virtual phone (new tab)") + "</a></p>" + cancel);
    }

    /** Whose phone it is. */
    String phones(Visit visit, ResidentRegister register, Optional<String> last, boolean unknown) {
        StringBuilder options = new StringBuilder();
        for (int number = 1; number <= Math.min(MOST_LISTED, register.size()); number++) {
            Resident resident = register.find(number).orElseThrow();
            options.append("<option value=\"").append(resident.id()).append("\">");
            options.append(escaped(name(resident))).append("</option>");
        }
        return page(
                "",
                "phone",
                say("だれのスマホですか", "Whose phone is this?"),
                asks(visit.request())
                        + (unknown ? alert(say("その番号の住民はいません。", "There is no resident of this number.")) : "")
                        + "<form method=\"post\" action=\"" + action(visit, "phone") + "\"><label>"
                        + say("住民番号", "Resident")
                        + "<input name=\"resident\" id=\"resident\" list=\"residents\" value=\""
                        // Nobody is proposed: whoever accepts that would go on as somebody else than they began as.
                        + escaped(last.orElse(""))
                        + "\" placeholder=\"R000008\" autocomplete=\"off\" maxlength=\"20\" required></label><datalist id=\"residents\">"
                        + options
                        + "</datalist><button class=\"main\" id=\"choose\">" + say("このスマホを使う", "Use this phone")
                        + "</button></form>" + cancel(visit));
    }

    static Optional<Resident> resident(ResidentRegister register, String id) {
        var number = ResidentId.parse(id.strip().toUpperCase(Locale.ROOT));
        return number.isPresent() ? register.find(number.getAsInt()) : Optional.empty();
    }

    private static String name(Resident resident) {
        return resident.id() + " " + resident.person().attributes().name().value();
    }

    /** The PIN, and the card. */
    String pin(Visit visit, Resident resident, int triesLeft, Optional<CardTap.Reason> problem) {
        boolean signing = visit.request().isSigning();
        StringBuilder choices = new StringBuilder();
        for (Played each : Played.values()) {
            if (signing || each.isForSignIn()) {
                choices.append("<option value=\"").append(each.name()).append("\">");
                choices.append(escaped(each.label(language))).append("</option>");
            }
        }
        String first = signing ? ResidentPin.FIRST_SIGNATURE_PIN : ResidentPin.FIRST_SHORT_PIN;
        String field = signing
                ? "<input id=\"pin\" name=\"pin\" type=\"password\" autocomplete=\"off\" autocapitalize=\"characters\""
                        + " minlength=\"6\" maxlength=\"16\" required aria-describedby=\"tries\">"
                : "<input id=\"pin\" name=\"pin\" type=\"password\" autocomplete=\"off\" inputmode=\"numeric\""
                        + " minlength=\"4\" maxlength=\"4\" pattern=\"[0-9]{4}\" required aria-describedby=\"tries\">";
        return page(
                "",
                "phone",
                signing ? say("署名する", "Sign") : say("本人の確認", "Sign in"),
                asks(visit.request())
                        + problem.map(reason -> alert(sentence(reason))).orElse("")
                        + "<p>" + say("", "The phone of ") + "<span lang=\"ja\">" + escaped(name(resident)) + "</span>"
                        + say("さんのスマホ", "") + anotherPhone(visit)
                        + "</p><form method=\"post\" action=\""
                        + action(visit, "card") + "\">" + owner(visit, resident) + "<label>"
                        + (signing
                                ? say("署名用の暗証番号（パスワード。英数字6〜16文字）", "Signature password (6 to 16 letters and digits)")
                                : say("利用者証明用の暗証番号（数字4桁）", "PIN (4 digits)"))
                        + field + "</label><p id=\"tries\">"
                        + say(
                                "あと" + triesLeft + "回まちがえるとロックされます。サンドボックスの初期値は " + first + " です。",
                                "Tries left: " + triesLeft + ". In the sandbox it is " + first + " at first.")
                        + "</p><p>" + until(visit) + "</p><button class=\"main\" id=\"tap\">"
                        + say("カードをかざす", "Tap the card")
                        + "</button><details><summary>" + say("わざと失敗させる", "Make it go wrong")
                        + "</summary><label>" + say("何が起きるか", "What happens")
                        + "<select name=\"played\" id=\"played\">" + choices + "</select></label><p>"
                        + say("パスワードには何を入れてもかまいません。", "Enter any password.") + "</p></details></form>"
                        + cancel(visit));
    }

    /** Until a phone has opened it, whose phone it is can be changed; the form then says whose it is. */
    private String anotherPhone(Visit visit) {
        return visit.isClaimed()
                ? ""
                : "<br><a id=\"another-phone\" href=\"" + Dialect.LINK + visit.link() + "?another=true\">"
                        + say("別の人のスマホを使う", "Use somebody else's phone") + "</a>";
    }

    private static String owner(Visit visit, Resident resident) {
        return visit.isClaimed() ? "" : "<input type=\"hidden\" name=\"resident\" value=\"" + resident.id() + "\">";
    }

    private String sentence(CardTap.Reason reason) {
        return switch (reason) {
            case PIN_WRONG -> say("パスワードが違います。", "The password is wrong.");
            case PIN_MALFORMED ->
                say("パスワードの形式が違います。カードには送っていません。", "This cannot be the password. The card was not asked.");
            case CARD_LOST -> say("カードが途中で離れました。もう一度かざしてください。", "The card was taken away too early. Tap it again.");
            case PIN_LOCKED -> say(MynaProblem.PIN_LOCKED);
            case EXPIRED -> say(MynaProblem.CERTIFICATE_EXPIRED);
            case MISSING -> say(MynaProblem.CERTIFICATE_MISSING);
        };
    }

    /** The phone is done. */
    String done(Visit visit, Visit.Ending ending, boolean goesOn) {
        String sentence = switch (ending) {
            case Visit.Ending.Done done ->
                visit.request().isSigning() ? say("署名しました。", "Signed.") : say("確認しました。", "Done.");
            case Visit.Ending.Failed(String error, String description) -> failure(description);
        };
        String next = goesOn
                ? "<p><a class=\"button\" id=\"go-on\" href=\"/v/" + visit.id() + "\">"
                        + say("依頼元に戻る", "Go back to the service") + "</a></p>"
                : "<p class=\"look\">"
                        + say(
                                "この画面を閉じて、はじめの画面に戻ってください。自動で先に進みます。",
                                "Close this and go back to the screen where you began. It goes on by itself.")
                        + "</p>";
        String head = goesOn ? "<meta http-equiv=\"refresh\" content=\"2;url=/v/" + visit.id() + "\">" : "";
        return page(head, "phone", say("終わりました", "Finished"), "<p role=\"status\">" + sentence + "</p>" + next);
    }

    private String failure(String description) {
        MynaProblem problem = switch (description) {
            case Dialect.CANCELLED -> MynaProblem.CANCELLED;
            case Dialect.PIN_LOCKED -> MynaProblem.PIN_LOCKED;
            case Dialect.CERTIFICATE_REVOKED -> MynaProblem.CERTIFICATE_REVOKED;
            case Dialect.CERTIFICATE_EXPIRED -> MynaProblem.CERTIFICATE_EXPIRED;
            case Dialect.CERTIFICATE_MISSING -> MynaProblem.CERTIFICATE_MISSING;
            case Dialect.TOO_LATE -> MynaProblem.TOO_LATE;
            default -> MynaProblem.NOT_DONE;
        };
        return say(problem);
    }

    private String say(MynaProblem problem) {
        return say(problem.sentenceJa(), problem.sentence());
    }

    /** Nothing is to be had at this address, or not by this browser. */
    String nothing(String ja, String en) {
        return page("", "phone", say("続けられません", "This cannot go on"), "<p>" + say(ja, en) + "</p>");
    }

    private String cancel(Visit visit) {
        return "<form method=\"post\" action=\"" + action(visit, "cancel") + "\"><button class=\"quiet\" id=\"cancel\">"
                + say("キャンセル", "Cancel") + "</button></form>";
    }

    private static String action(Visit visit, String what) {
        return Dialect.LINK + visit.link() + "/" + what;
    }

    private static String alert(String sentence) {
        return "<p class=\"alert\" role=\"alert\">" + sentence + "</p>";
    }
}
