package dev.convoke.compiler.elaborate;

import dev.convoke.compiler.diagnostic.Diagnostic;
import dev.convoke.compiler.diagnostic.Fix;
import dev.convoke.compiler.diagnostic.NearestName;
import dev.convoke.compiler.diagnostic.Problems;
import dev.convoke.compiler.layer.Catalogue;
import dev.convoke.compiler.source.Span;
import dev.convoke.compiler.syntax.Argument;
import dev.convoke.compiler.syntax.Declaration;
import dev.convoke.compiler.syntax.Expression;
import dev.convoke.compiler.syntax.Identifier;
import dev.convoke.compiler.syntax.SpecFile;
import dev.convoke.compiler.syntax.Stage;
import dev.convoke.compiler.syntax.Statement;
import dev.convoke.compiler.syntax.Walk;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Looks up every name of a file, in branches that are never taken and blocks that are never used too. What is not found
 * is reported here and nowhere else: for the elaborator it is unknown.
 */
final class NameCheck extends Walk {
    /** How many scopes there are at the top of a body; outside it is the header's, with {@code x}. */
    private static final int HEADER_AND_BODY = 2;

    private final Declarations declarations;
    private final Problems problems;
    private final Deque<Map<String, Span>> scopes = new ArrayDeque<>();
    private Map<String, Span> later = Map.of();
    private boolean entered = true;
    /** Names of which it is not known what they stand for. */
    private final Set<String> assumed = new HashSet<>();

    private NameCheck(Declarations declarations, Problems problems) {
        this.declarations = declarations;
        this.problems = problems;
    }

    static void check(SpecFile file, Declarations declarations, Problems problems) {
        Map<String, Span> first = new LinkedHashMap<>();
        for (Declaration each : file.declarations()) {
            Span other = first.putIfAbsent(each.name().text(), each.name().span());
            if (other != null) {
                problems.add(NameProblems.duplicateDeclaration(each, other));
            }
        }
        NameCheck check = new NameCheck(declarations, problems);
        file.declarations().forEach(each -> each.match(check));
    }

    @Override
    protected void open() {
        scopes.push(new LinkedHashMap<>());
    }

    @Override
    protected void close() {
        scopes.pop();
    }

    @Override
    protected void define(Identifier name) {
        Optional<Span> other = Optional.ofNullable(scopes.element().putIfAbsent(name.text(), name.span()));
        boolean top = scopes.size() == HEADER_AND_BODY;
        other.or(() -> top ? Optional.ofNullable(scopes.getLast().get(name.text())) : Optional.empty())
                .ifPresent(span -> problems.add(NameProblems.duplicateName(name, span)));
    }

    @Override
    protected void assume(Identifier name) {
        scopes.element().putIfAbsent(name.text(), name.span());
        assumed.add(name.text());
    }

    @Override
    public Walk let(Statement.Let let) {
        super.let(let);
        // `conv = Conv(64, 3)` is reported there, and need not be again where a stream is sent through it
        if (let.value() instanceof Expression.Call call
                && declarations.function(call.name().text()).isEmpty()
                && !Functions.NAMES.contains(call.name().text())
                && !StreamFunctions.NAMES.contains(call.name().text())) {
            assumed.add(let.name().text());
        }
        return this;
    }

    private void header(Declaration declaration, boolean hasInput, Iterable<Statement> body) {
        scopes.clear();
        assumed.clear();
        entered = true;
        scopes.push(new LinkedHashMap<>());
        if (hasInput) {
            scopes.element().put("x", declaration.name().span());
        }
        Map<String, Span> names = new LinkedHashMap<>();
        body.forEach(each -> Structure.defined(each).ifPresent(name -> names.putIfAbsent(name.text(), name.span())));
        later = names;
    }

    @Override
    public Walk net(Declaration.Net net) {
        header(net, false, net.body());
        entered = net.body().stream().anyMatch(each -> Inputs.name(each).isPresent() || each instanceof Statement.Lost);
        return super.net(net);
    }

    @Override
    public Walk variant(Declaration.Variant variant) {
        header(variant, false, Set.of());
        String base = variant.base().text();
        Optional<Declared> declared = declarations.find(base);
        if (declared.isEmpty() && declarations.isComplete() && !declarations.isDamaged(base)) {
            List<String> nets = declarations.all().stream()
                    .filter(each -> each.word().equals("net"))
                    .map(Declared::name)
                    .toList();
            problems.add(notPassedOn(variant.base(), NameProblems.unknownBase(variant.base(), nets)));
        }
        declared.filter(each -> !each.word().equals("net"))
                .ifPresent(each -> problems.add(NameProblems.notANet(variant.base(), each.word())));
        declarations
                .find(variant.name().text())
                .filter(each -> each.declaration() == variant && Variants.isFirstTooDeep(each))
                .ifPresent(each -> problems.add(LimitProblems.variantsTooDeep(variant)));
        declared.flatMap(Variants::callee).ifPresent(callee -> partial(callee, variant));
        open();
        super.variant(variant);
        close();
        return this;
    }

    /** A variant need not give all that its base requires. */
    private void partial(Callee base, Declaration.Variant variant) {
        arguments(
                new Callee(base.kind(), base.name(), base.parameters(), Set.of()), variant.arguments(), variant.call());
    }

    /** Looks up the names in a value that stands outside all declarations. */
    static void check(Expression value, Declarations declarations, Problems problems) {
        NameCheck check = new NameCheck(declarations, problems);
        check.open();
        value.match(check);
    }

    @Override
    public Walk block(Declaration.Block block) {
        header(block, true, block.body());
        return super.block(block);
    }

    @Override
    public Walk seq(Declaration.Seq seq) {
        header(seq, true, Set.of());
        return super.seq(seq);
    }

    @Override
    public Walk function(Declaration.Function function) {
        header(function, false, Set.of());
        return super.function(function);
    }

    @Override
    public Walk constant(Declaration.Constant constant) {
        header(constant, false, Set.of());
        return super.constant(constant);
    }

    @Override
    public Walk name(Expression.Name name) {
        if (problems.isFull(name.span().file())) {
            return this;
        }
        String text = name.text();
        boolean known = scopes.stream().anyMatch(scope -> scope.containsKey(text))
                || declarations.constant(text).isPresent()
                || declarations.isDamaged(text);
        if (!known) {
            unknown(name.identifier());
        }
        return this;
    }

    private void unknown(Identifier name) {
        Optional<Declared> declared = declarations.find(name.text());
        if (declared.isPresent()) {
            problems.add(NameProblems.noValue(name, declared.get().word()));
        } else if (Catalogue.find(name.text()).isPresent()) {
            problems.add(NameProblems.noValue(name, "layer"));
        } else if (declarations.isComplete()) {
            problems.add(notPassedOn(
                    name,
                    NameProblems.unknownName(name, visible(), Optional.ofNullable(later.get(name.text())), entered)));
        }
    }

    private Diagnostic notPassedOn(Identifier name, Diagnostic problem) {
        return declarations
                .notPassedOn(name.text())
                .map(each -> ImportProblems.notPassedOn(problem, each))
                .orElse(problem);
    }

    private Set<String> visible() {
        Set<String> names = new LinkedHashSet<>();
        scopes.forEach(scope -> names.addAll(scope.keySet()));
        names.addAll(declared(each -> declarations.constant(each).isPresent()));
        return names;
    }

    @Override
    public Walk member(Expression.Member member) {
        if (problems.isFull(member.span().file())) {
            return this;
        }
        if (!Members.NAMES.contains(member.name().text())) {
            problems.add(NameProblems.unknownMember(member.name()));
        }
        return super.member(member);
    }

    @Override
    public Walk call(Expression.Call call) {
        if (problems.isFull(call.span().file())) {
            return this;
        }
        String name = call.name().text();
        Optional<Declared> declared = declarations.find(name);
        if (declared.isPresent()) {
            if (declarations.function(name).isEmpty()) {
                problems.add(NameProblems.notAFunction(call, declared.get().word()));
            }
            declarations
                    .function(name)
                    .ifPresent(each ->
                            arguments(Callee.of("function", name, each.parameters()), call.arguments(), call.span()));
        } else if (!Functions.NAMES.contains(name) && !StreamFunctions.NAMES.contains(name)) {
            if (Catalogue.find(name).isPresent()) {
                problems.add(NameProblems.notAFunction(call, "layer"));
            } else if (declarations.isComplete() && !declarations.isDamaged(name)) {
                problems.add(notPassedOn(
                        call.name(),
                        NameProblems.unknownFunction(
                                call.name(),
                                functions(),
                                declarations.meantStages().names())));
            }
        }
        return super.call(call);
    }

    private Set<String> functions() {
        Set<String> names = new LinkedHashSet<>(Functions.NAMES);
        names.addAll(StreamFunctions.NAMES);
        names.addAll(declared(each -> declarations.function(each).isPresent()));
        return names;
    }

    /** Names of declarations; of very many none, as nothing is suggested among them. */
    private List<String> declared(Predicate<String> kind) {
        return declarations.all().size() > NearestName.MOST_NAMES
                ? List.of()
                : declarations.all().stream().map(Declared::name).filter(kind).toList();
    }

    @Override
    public Walk call(Stage.Call call) {
        if (problems.isFull(call.span().file())) {
            return this;
        }
        String name = call.name().text();
        Optional<Declared> declared = declarations.find(name);
        if (declared.isPresent()) {
            if (declarations.block(name).isEmpty() && declarations.seq(name).isEmpty()) {
                problems.add(NameProblems.notAStage(call.name(), declared.get().word()));
            }
            stage(name).ifPresent(each -> arguments(each, call.arguments(), call.call()));
        } else if (Catalogue.find(name).isEmpty() && !declarations.isDamaged(name)) {
            if (Functions.NAMES.contains(name) || StreamFunctions.NAMES.contains(name)) {
                problems.add(NameProblems.notAStage(call.name(), "fn"));
            } else if (scopes.stream().anyMatch(scope -> scope.containsKey(name))) {
                if (!assumed.contains(name)) {
                    problems.add(NameProblems.notAStage(call.name(), "name"));
                }
            } else if (declarations.isComplete()) {
                unknown(call);
            }
        }
        if (declared.isEmpty()) {
            Catalogue.find(name)
                    .ifPresent(each -> arguments(LayerArguments.callee(each), call.arguments(), call.call()));
        }
        return super.call(call);
    }

    /** The arguments of what is not known, where it is sure what was meant. */
    private void unknown(Stage.Call call) {
        MeantStages stages = declarations.meantStages();
        Diagnostic problem = NameProblems.unknownStage(call, stages.names());
        problems.add(notPassedOn(call.name(), problem));
        if (problem.fixes().stream().anyMatch(Fix::sure)) {
            stages.surely(call.name().text())
                    .flatMap(each -> stage(each).or(() -> Catalogue.find(each).map(LayerArguments::callee)))
                    .ifPresent(each -> arguments(each, call.arguments(), call.call()));
        }
    }

    /** What a block or seq takes. */
    private Optional<Callee> stage(String name) {
        return declarations
                .block(name)
                .map(Declaration.Block::parameters)
                .or(() -> declarations.seq(name).map(Declaration.Seq::parameters))
                .map(each -> Callee.of("block", name, each));
    }

    private void arguments(Callee callee, List<Argument> arguments, Span call) {
        Assignment.of(callee, arguments, call, problems::add);
    }
}
