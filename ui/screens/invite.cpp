// Letting another device in: its link as a QR code, then the number that both screens must show.
#include "ui/screens/entry.h"

namespace hexiao::ui {

namespace {

void draw_choice(const Scene& scene) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    draw_problem(scene);
    kit.list(words(Str::invite_title), [&] {
        if (kit.row("staff", {.title = words(Str::invite_staff),
                              .detail = words(Str::invite_staff_say),
                              .icon = Icon::device,
                              .pressable = true})) {
            scene.want(console::intent::Invite{api::Purpose::staff});
        }
        if (kit.row("display", {.title = words(Str::invite_display),
                                .detail = words(Str::invite_display_say),
                                .icon = Icon::chart,
                                .pressable = true})) {
            scene.want(console::intent::Invite{api::Purpose::display});
        }
    });
}

void draw_code(const Scene& scene, const api::PairingLink& link) {
    const Words& words = scene.words;
    const console::EntryView& entry = scene.state.view.entry;
    const std::string address = entry.origin + "/pair#" + link.token.reveal();
    draw_link_code(scene, {.say = words(Str::invite_scan),
                           .name = words(Str::invite_code),
                           .or_say = words(Str::invite_or_open),
                           .address = address,
                           .qr = entry.inviting.qr,
                           .expires_at = link.expires_at});
}

void draw_decision(const Scene& scene, const api::Pairing& pairing) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.card([&] {
        kit.text(words(Str::invite_number), {.align = Align::center, .live = Live::assertive});
        kit.text(pairing.number.value_or(""),
                 {.style = Style::display, .align = Align::center, .live = Live::assertive});
        kit.text(words(Str::invite_compare), {.ink = Ink::muted, .align = Align::center});
    });
    const bool busy = scene.state.view.entry.form.busy;
    if (kit.button(
            "confirm", words(Str::invite_confirm),
            {.kind = ButtonKind::primary, .icon = Icon::check, .full = true, .large = true, .busy = busy})) {
        scene.want(console::intent::DecideInvited{true});
    }
    if (kit.button("refuse", words(Str::invite_refuse),
                   {.kind = ButtonKind::danger, .full = true, .busy = busy})) {
        scene.want(console::intent::DecideInvited{false});
    }
}

// After a reload: its token was not kept. Whoever opened the link before can still be let in.
void draw_shown_once(const Scene& scene) {
    draw_problem(scene);
    scene.kit.text(scene.words(Str::invite_shown_once), {.ink = Ink::muted});
    if (scene.kit.button("again", scene.words(Str::invite_again), {.icon = Icon::device, .full = true})) {
        scene.want(console::intent::Go{console::Screen::invite});
    }
}

} // namespace

void draw_link_code(const Scene& scene, const LinkCode& link) {
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    kit.text(link.say);
    kit.column({.align = Align::center}, [&] {
        if (!link.qr.empty()) {
            kit.qr("code", link.name, link.qr);
        }
    });
    kit.text(words.with<Str::invite_until, "clock">(format_clock(link.expires_at, scene.utc_offset())),
             {.style = Style::caption, .ink = Ink::muted});
    kit.text(link.or_say, {.style = Style::caption, .ink = Ink::muted});
    kit.text(link.address, {.style = Style::caption});
    if (kit.button("copy", words(Str::invite_copy), {.icon = Icon::copy, .full = true})) {
        scene.want(console::intent::Copy{Secret{link.address}});
    }
}

void draw_invite(const Scene& scene) {
    if (draw_managers_only(scene)) {
        return;
    }
    const console::Inviting& inviting = scene.state.view.entry.inviting;
    const Words& words = scene.words;
    Kit& kit = scene.kit;
    const auto state = inviting.pairing ? inviting.pairing->state : api::PairingState::waiting;
    if (kit.escape_pressed()) {
        scene.want(console::intent::Leave{});
    }
    kit.page("invite", [&] {
        kit.column({.width = Width::form}, [&] {
            kit.heading(1, words(Str::invite_title));
            if (scene.state.view.route.screen == console::Screen::invite) {
                draw_choice(scene);
            } else if (state == api::PairingState::claimed && inviting.pairing) {
                draw_decision(scene, *inviting.pairing);
            } else if (state == api::PairingState::confirmed) {
                kit.banner("confirmed", words(Str::invite_confirmed), {.icon = Icon::clock});
            } else if (state == api::PairingState::collected) {
                kit.banner("in", words(Str::invite_in),
                           {.tone = Tone::positive, .icon = Icon::check, .live = Live::assertive});
            } else if (state == api::PairingState::refused) {
                kit.banner("refused", words(Str::invite_refused),
                           {.tone = Tone::negative, .icon = Icon::cross});
            } else if (inviting.link) {
                draw_code(scene, *inviting.link);
                draw_problem(scene);
            } else {
                draw_shown_once(scene);
            }
            if (kit.button("back", words(Str::invite_back), {.kind = ButtonKind::quiet, .full = true})) {
                scene.want(console::intent::Leave{});
            }
        });
    });
}

} // namespace hexiao::ui
