package dev.musubi.demo;

import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** What every page needs: whose it is. */
@ControllerAdvice
final class ShopPages {

    private final Shop shop;

    ShopPages(Shop shop) {
        this.shop = shop;
    }

    @ModelAttribute("shop")
    Shop shop() {
        return shop;
    }
}
