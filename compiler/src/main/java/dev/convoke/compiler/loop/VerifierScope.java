package dev.convoke.compiler.loop;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What is known at one point of a kernel while it is verified, and the problems found so far. */
final class VerifierScope {
    private final Verifier.Form form;
    private final Map<String, Local> locals = new HashMap<>();
    private final Map<String, Tensor> tensors = new HashMap<>();
    private final Set<Verifier.Problem> problems = new LinkedHashSet<>();
    private final Deque<Set<String>> scopes = new ArrayDeque<>();
    private int guards;
    private Optional<Statement> statement = Optional.empty();

    /**
     * What a name stands for: a variable or a register.
     *
     * @param value the value of a variable that a let made
     * @param fullRange whether a loop takes the variable through every value of its range
     */
    private record Local(
            Optional<Atom.Variable> variable, Optional<Register> register, Optional<Index> value, boolean fullRange) {}

    VerifierScope(Kernel kernel, Verifier.Form form) {
        this.form = form;
        enter();
        kernel.parameters().forEach(parameter -> bind(parameter, Optional.empty(), false));
    }

    Verifier.Form form() {
        return form;
    }

    List<Verifier.Problem> problems() {
        return List.copyOf(problems);
    }

    void report(String what) {
        problems.add(new Verifier.Problem(statement.map(Printer::heading).orElse("the parameters"), what));
    }

    /** Says which statement is being looked at. */
    void at(Statement current) {
        statement = Optional.of(current);
    }

    void enter() {
        scopes.push(new LinkedHashSet<>());
    }

    void leave() {
        scopes.pop().forEach(locals::remove);
    }

    /** Accesses from here to {@link #unguard} happen under a condition. */
    void guard() {
        guards++;
    }

    void unguard() {
        guards--;
    }

    void bind(Atom.Variable variable, Optional<Index> value, boolean fullRange) {
        bind(variable.name(), new Local(Optional.of(variable), Optional.empty(), value, fullRange));
    }

    void define(Register register) {
        bind(register.name(), new Local(Optional.empty(), Optional.of(register), Optional.empty(), false));
    }

    private void bind(String name, Local local) {
        if (locals.containsKey(name)) {
            report("the name " + name + " is taken twice");
        } else {
            locals.put(name, local);
            scopes.element().add(name);
        }
    }

    /** Checks that a register is defined here, as what it is used as. */
    void use(Register register) {
        Optional<Register> defined =
                Optional.ofNullable(locals.get(register.name())).flatMap(Local::register);
        if (defined.isEmpty()) {
            report("the register " + register + " is not defined here");
        } else if (defined.get().vector() != register.vector()) {
            report("the register " + register + " is used both as a vector and as a scalar");
        }
    }

    /** Checks that all variables of an index are bound here. */
    void use(Index index) {
        for (Atom.Variable variable : variables(index)) {
            Optional<Atom.Variable> bound =
                    Optional.ofNullable(locals.get(variable.name())).flatMap(Local::variable);
            if (bound.isEmpty()) {
                report("the variable " + variable + " is not bound here");
            } else if (!bound.get().equals(variable)) {
                report("the variable %s is bound with the range %d..%d and used with the range %d..%d"
                        .formatted(variable, bound.get().low(), bound.get().high(), variable.low(), variable.high()));
            }
        }
    }

    void use(Tensor tensor) {
        Tensor known = Objects.requireNonNullElse(tensors.putIfAbsent(tensor.name(), tensor), tensor);
        if (!known.equals(tensor)) {
            report("two tensors are called " + tensor.name() + ": " + known.extents() + " and " + tensor.extents());
        }
    }

    /** Reports an index that is out of bounds for certain: always, or at some iteration that no condition can exclude. */
    void requireWithin(Index index, Optional<Index> extent, String access) {
        if (form == Verifier.Form.PADDED) {
            return;
        }
        Index resolved = resolve(index);
        boolean everyValueOccurs = guards == 0 && resolved.terms().stream().allMatch(this::fullRange);
        Range range = resolved.range();
        if (everyValueOccurs ? range.low() < 0 : range.high() < 0) {
            report("the index %s of %s is as low as %d".formatted(IndexText.of(index), access, range.low()));
        }
        if (extent.isPresent() && extent.get().isConstant()) {
            long end = extent.get().constant();
            if (everyValueOccurs ? range.high() >= end : range.low() >= end) {
                report("the index %s of %s is as high as %d, the extent is %d"
                        .formatted(IndexText.of(index), access, range.high(), end));
            }
        }
    }

    private boolean fullRange(Index.Term term) {
        return variables(Index.of(term.atom())).stream()
                .findFirst()
                .filter(variable -> variable.equals(term.atom()))
                .map(variable -> locals.get(variable.name()))
                .map(Local::fullRange)
                .orElse(false);
    }

    /** The index in terms of loops and parameters only. */
    private Index resolve(Index index) {
        Index resolved = index;
        Index next = index.substitute(this::valueOf);
        while (!next.equals(resolved)) {
            resolved = next;
            next = resolved.substitute(this::valueOf);
        }
        return resolved;
    }

    private Index valueOf(Atom.Variable variable) {
        return Optional.ofNullable(locals.get(variable.name()))
                .flatMap(Local::value)
                .orElse(Index.of(variable));
    }

    static Set<Atom.Variable> variables(Index index) {
        Set<Atom.Variable> variables = new LinkedHashSet<>();
        index.substitute(variable -> {
            variables.add(variable);
            return Index.of(variable);
        });
        return variables;
    }
}
