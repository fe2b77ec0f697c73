package dev.convoke.compiler.syntax;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.source.Span;
import dev.convoke.grammar.CnnParser;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.TerminalNode;

/** What all parts of {@link AstBuilder} need: spans, names and texts of the parser's nodes, and a place for problems. */
final class Nodes {
    private static final Set<String> KEYWORDS = keywords();

    private final Findings findings;
    private final Templates templates;

    Nodes(Findings findings, Templates.Holes holes) {
        this.findings = findings;
        this.templates = new Templates(findings, holes);
    }

    /** Whether the parser got through a node; of the others a part is missing, and the problem reported. */
    static boolean isWhole(ParserRuleContext context) {
        return context.exception == null;
    }

    /** Reports a problem; the declaration around it does not count as understood. */
    void report(Diagnostic problem) {
        findings.add(problem);
        findings.damage(problem.primary().span().start());
    }

    Span span(ParserRuleContext context) {
        int start = context.getStart().getStartIndex();
        return findings.source().span(start, Math.max(start, context.getStop().getStopIndex() + 1));
    }

    Span span(TerminalNode node) {
        return span(node.getSymbol());
    }

    Span span(org.antlr.v4.runtime.Token token) {
        int start = token.getStartIndex();
        return findings.source().span(start, Math.max(start, token.getStopIndex() + 1));
    }

    Identifier identifier(TerminalNode name) {
        return new Identifier(name.getText(), span(name));
    }

    /** A name that is given here; words of the language get this far where they are harmless, and here they are not. */
    Identifier declared(TerminalNode name) {
        if (KEYWORDS.contains(name.getText())) {
            report(SyntaxProblems.wordAsName(span(name), name.getText()));
        }
        return identifier(name);
    }

    static boolean isKeyword(String text) {
        return KEYWORDS.contains(text);
    }

    /** Reports a problem unless it is a consequence of one at the same place. */
    void reportUnlessKnown(Diagnostic problem) {
        Span span = problem.primary().span();
        if (!findings.isTainted(span.start(), span.end()) && !findings.isDamaged(span.start(), span.end())) {
            report(problem);
        }
    }

    /** A string, or a label without its colon. */
    Template template(TerminalNode node) {
        Span span = span(node);
        String written = span.text();
        if (!node.getText().equals(written)) {
            // repaired: reported already, and taken as it was meant
            String text = node.getText().replaceAll("^\"|\"$|:$", "");
            return new Template(text.isEmpty() ? List.of() : List.of(new Template.Text(text, span)), span);
        }
        if (node.getSymbol().getType() == CnnParser.LABEL) {
            int length =
                    written.substring(0, written.length() - 1).stripTrailing().length();
            span = findings.source().span(span.start(), span.start() + length);
        }
        return templates.parse(span);
    }

    /** Stands for a value that was not understood; the problem is reported, and the declaration will not be used. */
    Expression placeholder(ParserRuleContext context) {
        findings.damage(context.getStart().getStartIndex());
        return new Expression.Truth(true, span(context));
    }

    /** A value, or if a part of it was not understood, one of which nothing is known. Stages around that part would be lost with it: they are damaged. */
    Expression understood(Expression value, Span span) {
        if (!findings.takeLostValue(span)) {
            return value;
        }
        if (value instanceof Expression.Chain) {
            findings.damage(span.start());
            return value;
        }
        return new Expression.NotUnderstood(span);
    }

    private static Set<String> keywords() {
        Set<String> words = new TreeSet<>();
        for (int type = CnnParser.NET; type <= CnnParser.FALSE; type++) {
            words.add(CnnParser.VOCABULARY.getLiteralName(type).replace("'", ""));
        }
        return words;
    }
}
