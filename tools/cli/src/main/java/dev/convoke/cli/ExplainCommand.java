package dev.convoke.cli;

import dev.convoke.compiler.diagnostic.DiagnosticCode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Prints the page of a problem. */
@Command(
        name = "explain",
        customSynopsis = "convoke explain CODE",
        description = "Prints the page of a problem's code: what it means, with a bad and a good example.")
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private Output output = new Output();

    @Parameters(paramLabel = "CODE", description = "A code or slug (E201, shapes-differ), or `all` for the list.")
    private String code = "";

    /** A page. */
    private record Page(String code, String slug, String meaning, String page) {}

    @Override
    public Integer call() throws UsageProblem {
        if (code.equalsIgnoreCase("all")) {
            List<Page> pages = all().toList();
            pages.forEach(page -> output.line(page.code() + "  " + page.slug() + ": " + page.meaning()));
            output.document(pages);
            return 0;
        }
        Page page = find().orElseThrow(() ->
                new UsageProblem("no problem has the code or slug '" + code + "': `convoke explain all` lists them"));
        output.line(page.page().strip());
        output.document(page);
        return 0;
    }

    private Optional<Page> find() {
        return all().filter(page ->
                        page.code().equalsIgnoreCase(code) || page.slug().equalsIgnoreCase(code))
                .findFirst();
    }

    private static Stream<Page> all() {
        return Stream.concat(
                Arrays.stream(DiagnosticCode.values())
                        .map(each -> new Page(each.code(), each.slug(), each.meaning(), each.page())),
                Arrays.stream(DataCode.values())
                        .map(each -> new Page(each.code(), each.slug(), each.meaning(), each.page())));
    }
}
