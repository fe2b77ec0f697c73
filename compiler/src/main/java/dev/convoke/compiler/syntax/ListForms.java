package dev.convoke.compiler.syntax;

import dev.convoke.compiler.diagnostic.Edit;
import dev.convoke.grammar.CnnParser;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Commas where a chain has arrows or one result stands, and types in lists of parameters. */
final class ListForms implements ForeignStatements.Form {
    private static final Set<String> TYPES =
            Set.of("int", "float", "bool", "str", "string", "number", "double", "long", "Int", "Float", "Bool");

    private final Rewriting tokens;
    private final Findings findings;
    /** Commas between stages that are reported with another one. */
    private final Set<Integer> told = new HashSet<>();
    /** The word of the statement of a body that is being taken, if it is a {@code return}. */
    private boolean returning;

    ListForms(Rewriting tokens) {
        this.tokens = tokens;
        this.findings = tokens.findings();
    }

    @Override
    public int take(int at) {
        return switch (tokens.around().inside()) {
            case SEQUENCE -> separatesStages(at) ? stages(at) : 0;
            case BODY -> inBody(at);
            case PARAMETERS -> parameter(at);
            case FILE, ARGUMENTS, GROUP, LIST -> 0;
        };
    }

    /** {@code seq { Conv(64, 3), Relu }}. */
    private int stages(int at) {
        List<Edit> edits = new ArrayList<>();
        if (!told.contains(at)) {
            for (int i = at; !tokens.is(i, CnnParser.EOF) && !tokens.at(i).closes(); i = tokens.behind(i)) {
                if (separatesStages(i)) {
                    told.add(i);
                    edits.add(new Edit(findings.span(tokens.at(i)), arrow(i)));
                }
            }
            findings.add(ForeignProblems.commaBetweenStages(findings, tokens.at(at), edits));
        }
        if (!arrow(at).isEmpty()) {
            tokens.put(tokens.at(at).as(CnnParser.ARROW, "->"));
        }
        return 1;
    }

    /** Whether a comma stands there, and behind it a stage, an arrow or the end: not the message of a {@code require}, nor an entry of an object. */
    private boolean separatesStages(int at) {
        if (!tokens.is(at, CnnParser.COMMA)) {
            return false;
        }
        Token stage = tokens.at(tokens.is(at + 1, CnnParser.LABEL) ? at + 2 : at + 1);
        return switch (stage.type()) {
            case CnnParser.STRING,
                    CnnParser.INTEGER,
                    CnnParser.DECIMAL,
                    CnnParser.TRUE,
                    CnnParser.FALSE,
                    CnnParser.LBRACKET,
                    CnnParser.LBRACE -> false;
            default -> true;
        };
    }

    /** What stands for a comma: nothing before an arrow and at the end. */
    private String arrow(int comma) {
        return tokens.at(comma + 1).closes() || tokens.is(comma + 1, CnnParser.ARROW) ? "" : " ->";
    }

    private int inBody(int at) {
        Token token = tokens.at(at);
        if (tokens.startsStatement(at)) {
            returning = token.is(CnnParser.RETURN);
            return token.is(CnnParser.NAME) ? unpacked(at) : 0;
        }
        if (!returning || !token.is(CnnParser.COMMA)) {
            return 0;
        }
        int start = tokens.out().size() - 1;
        while (start > 0 && !tokens.out().get(start).is(CnnParser.RETURN)) {
            start--;
        }
        Token word = tokens.out().get(start);
        int end = tokens.lineEnd(at);
        findings.add(ForeignProblems.severalResults(findings, word, tokens.at(end - 1), tokens.inNet()));
        findings.damage(word.start());
        returning = false;
        return end - at;
    }

    /** {@code a, b = x -> Stem(8)}. */
    private int unpacked(int at) {
        int end = at + 1;
        List<Identifier> names = new ArrayList<>();
        names.add(identifier(at));
        while (tokens.follows(end, CnnParser.COMMA) && tokens.follows(end + 1, CnnParser.NAME)) {
            names.add(identifier(end + 1));
            end += 2;
        }
        if (end == at + 1 || !tokens.is(end, CnnParser.ASSIGN)) {
            return 0;
        }
        findings.add(ForeignProblems.unpacked(findings, tokens.at(at), tokens.at(end - 1)));
        int behind = tokens.statementEnd(at);
        tokens.leaveOut(at, behind, new Findings.LeftOut(names, false, 0));
        return behind - at;
    }

    private Identifier identifier(int at) {
        return new Identifier(tokens.at(at).text(), findings.span(tokens.at(at)));
    }

    /** {@code int classes = 10} and {@code classes: int = 10}. */
    private int parameter(int at) {
        Token token = tokens.at(at);
        Token last = tokens.around().last();
        if (!last.is(CnnParser.CALL) && !last.is(CnnParser.COMMA)) {
            return 0;
        }
        Token next = tokens.at(at + 1);
        if (token.is(CnnParser.NAME) && TYPES.contains(token.text()) && next.is(CnnParser.NAME)) {
            findings.add(
                    ForeignProblems.typed(findings, token, findings.source().span(token.start(), next.start())));
            return 1;
        }
        if (!token.is(CnnParser.LABEL) || !next.is(CnnParser.NAME) || next.isWord("stream")) {
            return 0;
        }
        Token behind = tokens.at(at + 2);
        if (!TYPES.contains(next.text()) && !behind.is(CnnParser.ASSIGN)) {
            return 0;
        }
        String name = SyntaxProblems.shown(token);
        int end = token.start() + name.length();
        findings.add(ForeignProblems.typed(findings, next, findings.source().span(end, next.end())));
        tokens.put(new Token(CnnParser.NAME, name, token.start(), end, token.firstOnLine()));
        return 2;
    }
}
