/**
 * Signatures and sign-ins by the state's app (マイナアプリ, formerly デジタル認証アプリ), as a relying party asks for them: it sends the
 * browser to the app's server and gets it back. What is known of that server is in {@link dev.musubi.mynaapp.Wire}, what is
 * guessed in {@link dev.musubi.mynaapp.Dialect}. Nothing here opens what comes back of a signature; see {@code evidence}.
 */
@NullMarked
package dev.musubi.mynaapp;

import org.jspecify.annotations.NullMarked;
