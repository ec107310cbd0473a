package dev.musubi.issuer.web;

import dev.musubi.issuer.message.Message;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.ui.Model;

/**
 * A page of ours that leads on by itself. A form ends on one wherever what follows may end at an address outside: browsers
 * hold every redirect after a form to the form's own {@code form-action}, also those of others further on (CSP Level 3
 * section 6.4.1), and what a page loads next is held to nothing of the form's.
 */
public enum Onward {
    /** After a sign-in. */
    SIGNED_IN("サインインしました", "You are signed in"),
    /** To the relying party. */
    BACK("お手続きに戻ります", "Going back"),
    /** To where the holder signs. */
    TO_SIGN("署名の画面に進みます", "Going on to sign"),
    /** To a page of ours. */
    ON("お手続きを続けます", "Going on");

    private final Message message;

    Onward(String japanese, String english) {
        this.message = new Message(japanese, english);
    }

    /** The page that leads to {@code address}. */
    public String to(String address, HttpServletResponse response, Model model) {
        PageHeaders.set(response);
        model.addAttribute("message", message);
        model.addAttribute("to", address);
        return "onward";
    }
}
