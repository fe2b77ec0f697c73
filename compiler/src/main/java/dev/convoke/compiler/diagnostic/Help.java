package dev.convoke.compiler.diagnostic;

import java.util.List;
import java.util.Optional;

/** A way out of a problem, in words and, where it helps, in code. */
public record Help(String text, Optional<Code> code) {
    public Help {
        text = Diagnostic.oneLine(text);
    }

    /** Lines as they could stand in the spec, numbered from {@code firstLine}. */
    public record Code(int firstLine, List<String> lines) {
        public Code {
            lines = lines.stream().map(Diagnostic::oneLine).toList();
            if (firstLine < 1 || lines.isEmpty()) {
                throw new IllegalArgumentException("code " + lines + " at line " + firstLine);
            }
        }
    }
}
