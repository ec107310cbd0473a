/**
 * The state's app (マイナアプリ, formerly デジタル認証アプリ) and its server, played: tokens, sign transactions, the page that waits with a
 * QR code, and the phone on which somebody enters a PIN. It speaks {@link dev.musubi.mynaapp.Wire} and
 * {@link dev.musubi.mynaapp.Dialect}, at an origin of its own, and says on each page that it is a sandbox.
 */
@NullMarked
package dev.musubi.sandbox.mynaapp;

import org.jspecify.annotations.NullMarked;
