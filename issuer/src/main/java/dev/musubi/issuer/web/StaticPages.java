package dev.musubi.issuer.web;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The residents' two fixed pages, under addresses without a file name. */
@Configuration(proxyBeanMethods = false)
class StaticPages implements WebMvcConfigurer {

    @Override
    public void addViewControllers(ViewControllerRegistry pages) {
        for (String page : new String[] {"/terms", "/reissue"}) {
            pages.addViewController(page).setViewName("forward:" + page + "/index.html");
            pages.addViewController(page + "/").setViewName("forward:" + page + "/index.html");
        }
    }
}
