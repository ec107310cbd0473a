/** What the holder sees and does. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "audit",
            "consent",
            "credential",
            "database",
            "disclosure",
            "message",
            "notice",
            "openid",
            "privateid",
            "refresh",
            "relyingparty",
            "signin",
            "signin :: web",
            "standing",
            "time",
            "vault",
            "web"
        })
package dev.musubi.issuer.holder;
