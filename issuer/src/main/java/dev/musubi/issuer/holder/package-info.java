/** What the holder sees and does. */
@org.jspecify.annotations.NullMarked
@org.springframework.modulith.ApplicationModule(
        allowedDependencies = {
            "anchor",
            "audit",
            "consent",
            "credential",
            "database",
            "disclosure",
            "message",
            "notice",
            "openid",
            "paper",
            "privateid",
            "refresh",
            "relyingparty",
            "signin",
            "signin :: web",
            "signing",
            "standing",
            "time",
            "vault",
            "web"
        })
package dev.musubi.issuer.holder;
