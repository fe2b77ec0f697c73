package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Identifier;
import dev.convoke.compiler.syntax.Parameter;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.Statement;
import dev.convoke.compiler.syntax.Walk;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Checks what needs no values: statements where they belong, results, and that nothing is made of itself. */
final class Structure extends Walk {
    private final Problems problems;
    private final boolean net;
    private final boolean computed;
    private int outputs;
    private int returns;
    private final Map<String, Span> uses = new LinkedHashMap<>();

    private Structure(String word, Problems problems) {
        this.net = word.equals("net");
        this.computed = word.equals("fn") || word.equals("const");
        this.problems = problems;
    }

    static void check(Declarations declarations, Problems problems) {
        Map<String, Map<String, Span>> uses = new LinkedHashMap<>();
        for (Declared each : declarations.own()) {
            Structure structure = new Structure(each.word(), problems);
            each.declaration().match(structure);
            uses.put(each.name(), structure.uses);
        }
        Set<String> nets = new LinkedHashSet<>();
        declarations.nets().stream()
                .filter(each -> each.declaration().match(Kinds.net()).isPresent())
                .forEach(each -> nets.add(each.name()));
        recursion(uses, nets, problems);
    }

    /** The name that a statement gives. */
    static Optional<Identifier> defined(Statement statement) {
        return statement.match(new Statement.Cases<>() {
            @Override
            public Optional<Identifier> input(Statement.Input input) {
                return Optional.of(input.name());
            }

            @Override
            public Optional<Identifier> let(Statement.Let let) {
                return Optional.of(let.name());
            }

            @Override
            public Optional<Identifier> require(Statement.Require require) {
                return Optional.empty();
            }

            @Override
            public Optional<Identifier> flow(Statement.Flow flow) {
                return Optional.empty();
            }

            @Override
            public Optional<Identifier> returned(Statement.Return returned) {
                return Optional.empty();
            }

            @Override
            public Optional<Identifier> lost(Statement.Lost lost) {
                return lost.name();
            }
        });
    }

    @Override
    public Walk net(Declaration.Net declaration) {
        noStreams(declaration.parameters(), "net");
        super.net(declaration);
        last(declaration.body());
        if (outputs + returns == 0) {
            problems.add(StructureProblems.noOutput(declaration));
        }
        return this;
    }

    @Override
    public Walk variant(Declaration.Variant variant) {
        uses.putIfAbsent(variant.base().text(), variant.base().span());
        return super.variant(variant);
    }

    @Override
    public Walk block(Declaration.Block declaration) {
        super.block(declaration);
        last(declaration.body());
        if (returns == 0) {
            problems.add(StructureProblems.noReturn(declaration));
        }
        return this;
    }

    @Override
    public Walk function(Declaration.Function declaration) {
        noStreams(declaration.parameters(), "function");
        return super.function(declaration);
    }

    private void noStreams(List<Parameter> parameters, String word) {
        parameters.stream()
                .filter(Parameter::stream)
                .forEach(each -> problems.add(StructureProblems.streamParameter(each, word)));
    }

    private void last(List<Statement> body) {
        for (int i = 0; i + 1 < body.size(); i++) {
            Statement next = body.get(i + 1);
            if (isReturn(body.get(i))) {
                problems.add(StructureProblems.afterReturn(next, body.get(i).span()));
                return;
            }
        }
    }

    private static boolean isReturn(Statement statement) {
        return statement instanceof Statement.Return;
    }

    @Override
    public Walk input(Statement.Input input) {
        if (!net) {
            problems.add(StructureProblems.misplacedInput(input));
        }
        return super.input(input);
    }

    @Override
    public Walk returned(Statement.Return returned) {
        returns++;
        return super.returned(returned);
    }

    @Override
    public Walk lost(Statement.Lost lost) {
        returns += lost.returns() ? 1 : 0;
        outputs += lost.outputs();
        return super.lost(lost);
    }

    @Override
    public Walk output(Stage.Output output) {
        outputs++;
        if (!net) {
            problems.add(StructureProblems.misplacedOutput(output));
        }
        return super.output(output);
    }

    @Override
    public Walk chain(Expression.Chain chain) {
        if (computed) {
            problems.add(StructureProblems.stagesWithoutPlace(chain));
        }
        return super.chain(chain);
    }

    @Override
    public Walk call(Stage.Call call) {
        uses.putIfAbsent(call.name().text(), call.call());
        return super.call(call);
    }

    @Override
    public Walk call(Expression.Call call) {
        uses.putIfAbsent(call.name().text(), call.span());
        return super.call(call);
    }

    @Override
    public Walk name(Expression.Name name) {
        uses.putIfAbsent(name.text(), name.span());
        return super.name(name);
    }

    private static void recursion(Map<String, Map<String, Span>> uses, Set<String> nets, Problems problems) {
        Set<String> done = new LinkedHashSet<>();
        for (String name : uses.keySet()) {
            recursion(name, new LinkedHashSet<>(), uses, nets, done, problems);
        }
    }

    private static void recursion(
            String name,
            Set<String> open,
            Map<String, Map<String, Span>> uses,
            Set<String> nets,
            Set<String> done,
            Problems problems) {
        if (done.contains(name) || open.size() > Budget.MAX_DEPTH) {
            return;
        }
        open.add(name);
        for (Map.Entry<String, Span> use :
                Objects.requireNonNull(uses.get(name)).entrySet()) {
            if (open.contains(use.getKey()) && !nets.contains(use.getKey())) {
                problems.add(StructureProblems.recursion(use.getKey(), List.copyOf(open), use.getValue()));
            } else if (uses.containsKey(use.getKey()) && !open.contains(use.getKey())) {
                recursion(use.getKey(), open, uses, nets, done, problems);
            }
        }
        open.remove(name);
        done.add(name);
    }
}
