package dev.convoke.compiler.syntax;

import dev.convoke.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;

/** Takes strings and labels apart into text and holes. */
final class Templates {
    private final Findings findings;
    private final Holes holes;

    /** Parses the expression in a hole. */
    @FunctionalInterface
    interface Holes {
        /** The expression between two offsets; a problem is reported, and something stands in for it. */
        Expression parse(int start, int end);
    }

    Templates(Findings findings, Holes holes) {
        this.findings = findings;
        this.holes = holes;
    }

    /** A string with its quotes, or a label without quotes, holes and all. */
    Template parse(Span span) {
        String text = span.file().text();
        boolean quoted = span.length() >= 2 && text.charAt(span.start()) == '"';
        int at = quoted ? span.start() + 1 : span.start();
        int end = quoted ? span.end() - 1 : span.end();
        List<Template.Part> parts = new ArrayList<>();
        var piece = new StringBuilder();
        int pieceStart = at;
        while (at < end && !findings.isFull()) {
            char c = text.charAt(at);
            if (c == '{') {
                flush(parts, piece, pieceStart, at);
                at = hole(parts, at, end);
                pieceStart = at;
            } else if (c == '\\' && at + 1 < end) {
                piece.append(escaped(text.charAt(at + 1), at));
                at += 2;
            } else {
                if (c == '}') {
                    findings.add(
                            GrammarProblems.strayBraceInText(findings.source().span(at, at + 1)));
                    findings.damage(at);
                }
                piece.append(c);
                at++;
            }
        }
        flush(parts, piece, pieceStart, end);
        return new Template(parts, span);
    }

    private void flush(List<Template.Part> parts, StringBuilder piece, int start, int end) {
        if (!piece.isEmpty()) {
            parts.add(new Template.Text(piece.toString(), findings.source().span(start, end)));
            piece.setLength(0);
        }
    }

    private char escaped(char escape, int at) {
        return switch (escape) {
            case '"', '\\', '{', '}' -> escape;
            case 'n' -> '\n';
            case 't' -> '\t';
            default -> {
                Span span = findings.source().span(at, at + 2);
                findings.add(GrammarProblems.escape(span, span.text()));
                findings.damage(at);
                yield escape;
            }
        };
    }

    /** Reads a hole and returns the offset behind it. */
    private int hole(List<Template.Part> parts, int open, int end) {
        String text = findings.source().text();
        int depth = 0;
        for (int i = open; i < end; i++) {
            depth += text.charAt(i) == '{' ? 1 : text.charAt(i) == '}' ? -1 : 0;
            if (depth == 0) {
                parts.add(new Template.Hole(
                        holes.parse(open + 1, i), findings.source().span(open, i + 1)));
                return i + 1;
            }
        }
        findings.add(GrammarProblems.unclosedHole(findings.source().span(open, open + 1)));
        findings.damage(open);
        return end;
    }
}
