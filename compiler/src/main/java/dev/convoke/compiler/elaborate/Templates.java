package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.syntax.Template;
import java.util.Optional;

/** Fills the holes of texts and labels. */
final class Templates {
    private Templates() {}

    /** The text, or empty if a hole is unknown or the text grows too long. */
    static Optional<String> fill(Template template, Frame frame) {
        Optional<String> constant = template.constant().filter(each -> each.length() <= Budget.MAX_TEXT);
        if (constant.isPresent()) {
            return within(constant.get(), template, frame) ? constant : Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        boolean known = true;
        for (Template.Part part : template.parts()) {
            Optional<String> piece = part.match(new Template.Cases<>() {
                @Override
                public Optional<String> text(Template.Text constant) {
                    return Optional.of(constant.text());
                }

                @Override
                public Optional<String> hole(Template.Hole hole) {
                    Datum value = Evaluator.evaluate(hole.value(), frame);
                    return value.isUnknown()
                            ? Optional.empty()
                            : Optional.of(value.asText().orElseGet(value::show));
                }
            });
            known &= piece.isPresent();
            text.append(piece.orElse(""));
            if (text.length() > Budget.MAX_TEXT) {
                frame.problems().add(LimitProblems.textTooLong(template.span()));
                return Optional.empty();
            }
        }
        known &= within(text, template, frame);
        return known ? Optional.of(text.toString()) : Optional.empty();
    }

    private static boolean within(CharSequence text, Template template, Frame frame) {
        return frame.session().budget().elements(text.length() / Budget.ELEMENTS, template.span(), frame.problems());
    }
}
