package dev.convoke.compiler.syntax;

import dev.convoke.grammar.CnnParser;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Outputs that are named as in other languages, or not at all. */
final class OutputForms implements ForeignStatements.Form {
    private static final Set<String> WORDS = Set.of("output", "outputs");

    private final Rewriting tokens;
    private final Findings findings;

    OutputForms(Rewriting tokens) {
        this.tokens = tokens;
        this.findings = tokens.findings();
    }

    @Override
    public int take(int at) {
        Token token = tokens.at(at);
        Token last = tokens.around().last();
        if (last.is(CnnParser.ARROW)) {
            return token.is(CnnParser.OUTPUT) ? named(at) : otherWord(at);
        }
        boolean word = token.is(CnnParser.OUTPUT) || token.isWord("output");
        return word && tokens.startsStatement(at) ? statement(at) : 0;
    }

    private static boolean isOutput(String word) {
        return WORDS.contains(word.toLowerCase(Locale.ROOT));
    }

    /** The word is there, and its name should follow. */
    private int named(int at) {
        Token word = tokens.at(at);
        Token name = tokens.at(at + 1);
        boolean statement = tokens.is(at + 2, CnnParser.ARROW) || tokens.is(at + 2, CnnParser.ASSIGN);
        if (name.isWordLike() && !(name.firstOnLine() && statement)) {
            return name.is(CnnParser.NAME) ? several(at) : 0;
        }
        boolean listed =
                name.is(CnnParser.LBRACKET) && tokens.is(at + 2, CnnParser.NAME) && tokens.partner(at + 1) == at + 3;
        if (listed && !name.firstOnLine()) {
            return instead(at, at + 3, tokens.at(at + 2).text());
        }
        if (name.is(CnnParser.STRING) && !name.firstOnLine() && name.text().matches("\"[A-Za-z]\\w*\"")) {
            return instead(at, at + 1, name.text().substring(1, name.text().length() - 1));
        }
        boolean literal = !name.firstOnLine() && (name.isLiteral() || name.is(CnnParser.OTHER_NUMBER));
        findings.add(ForeignProblems.outputWithoutName(findings, word, literal ? name : word));
        put(word, unnamed(word));
        return literal ? 2 : 1;
    }

    /** {@code -> output a, b}: what is meant by the others is not known. */
    private int several(int at) {
        int end = at + 2;
        while (tokens.follows(end, CnnParser.COMMA) && tokens.follows(end + 1, CnnParser.NAME)) {
            end += 2;
        }
        if (end == at + 2) {
            return 0;
        }
        findings.add(ForeignProblems.severalOutputs(findings, tokens.at(at + 2), tokens.at(end - 1)));
        tokens.put(tokens.at(at));
        tokens.put(tokens.at(at + 1));
        return end - at;
    }

    /** {@code -> Output}, {@code -> outputs logits}, {@code -> output(logits)}, {@code -> output: logits}. */
    private int otherWord(int at) {
        Token word = tokens.at(at);
        String text = SyntaxProblems.shown(word);
        if (!isOutput(text) || tokens.isDeclared(text)) {
            return 0;
        }
        if (word.is(CnnParser.LABEL)) {
            boolean name = tokens.follows(at + 1, CnnParser.NAME)
                    && !tokens.at(at + 1).isCapitalised()
                    && !tokens.is(at + 2, CnnParser.CALL)
                    && !tokens.isDeclared(tokens.at(at + 1).text());
            return name ? instead(at, at + 1, tokens.at(at + 1).text()) : 0;
        }
        if (!word.is(CnnParser.NAME)) {
            return 0;
        }
        if (tokens.is(at + 1, CnnParser.CALL) && tokens.partner(at + 1) == at + 3 && !tokens.mayBeDeclared(text)) {
            Token name = tokens.at(at + 2);
            String named = name.text().replace("\"", "");
            return named.matches("[A-Za-z]\\w*") ? instead(at, at + 3, named) : 0;
        }
        if (tokens.follows(at + 1, CnnParser.NAME)) {
            findings.add(HabitProblems.otherWord(findings, word, "output"));
            put(word, tokens.at(at + 1));
            return 2;
        }
        if (tokens.is(at + 1, CnnParser.CALL) || tokens.mayBeDeclared(text)) {
            return 0;
        }
        findings.add(ForeignProblems.outputWithoutName(findings, word, word));
        put(word, unnamed(word));
        return 1;
    }

    private int instead(int at, int last, String name) {
        Token word = tokens.at(at);
        findings.add(ForeignProblems.outputForm(findings, findings.span(word, tokens.at(last)), name));
        put(word, new Token(CnnParser.NAME, name, word.end(), tokens.at(last).end(), false));
        return last - at + 1;
    }

    private void put(Token word, Token name) {
        tokens.put(word.as(CnnParser.OUTPUT, "output"));
        tokens.put(name);
    }

    /** A name that nobody else gives. */
    private static Token unnamed(Token word) {
        return word.missingBehind(CnnParser.NAME, "output" + word.start());
    }

    /** {@code output y}, {@code output logits = y -> Relu} as statements. */
    private int statement(int at) {
        Token word = tokens.at(at);
        Token name = tokens.at(at + 1);
        if (name.firstOnLine()) {
            return 0;
        }
        boolean assigned = name.is(CnnParser.NAME) && tokens.is(at + 2, CnnParser.ASSIGN);
        boolean labelled = name.is(CnnParser.LABEL);
        if (assigned || labelled) {
            String text = SyntaxProblems.shown(name);
            findings.add(ForeignProblems.outputStatement(findings, word, text, "... -> output " + text));
            tokens.leaveOut(at, at + 1, new Findings.LeftOut(List.of(), false, 1));
            if (labelled) {
                tokens.put(new Token(CnnParser.NAME, text, name.start(), name.start() + text.length(), true));
                tokens.put(new Token(CnnParser.ASSIGN, "=", name.end() - 1, name.end(), false));
                return 2;
            }
            tokens.put(new Token(CnnParser.NAME, text, name.start(), name.end(), true));
            return 2;
        }
        boolean alone = name.is(CnnParser.NAME) && tokens.lineEnd(at) == at + 2 && !tokens.is(at + 2, CnnParser.ARROW);
        if (!alone) {
            return 0;
        }
        findings.add(ForeignProblems.outputOf(findings, word, name));
        tokens.put(new Token(CnnParser.NAME, name.text(), name.start(), name.end(), true));
        tokens.put(name.missingBehind(CnnParser.ARROW, "->"));
        tokens.put(name.missingBehind(CnnParser.OUTPUT, "output"));
        tokens.put(name.missingBehind(CnnParser.NAME, name.text()));
        return 2;
    }
}
