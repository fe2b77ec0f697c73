import groovy.json.JsonSlurper

String log = new File(basedir, 'build.log').text

// The plugin's parameter counts more than the file, which counts more than the defaults.
assert log.contains('warning[W401]: the bias of `Conv(4, 3)` has no effect before `BatchNorm`')
assert log.contains('biased.cnn:4:18')
assert log.contains('warning[W402]: `Relu` changes nothing behind `Relu`')
assert log.contains('twice.cnn:5:57')
assert !log.contains('twice.cnn:5:18')
assert log.contains('2 specs: 2 findings')
assert log.contains('2 specs: 1 finding\n')
assert log.contains('[WARNING] warning[W401]')

assert log.contains('2 problems in specs, and fatalWarnings is set')
assert log.contains('Cannot read or write: there is no file ' + new File(basedir, 'nowhere.toml'))
assert log.contains('No spec matches [**/*.cnn] in ' + new File(basedir, 'nowhere'))
assert log.contains('1 problem in specs')
assert log.contains('there is no lint `bias-befor-norm`, did you mean `bias-before-norm`?')
assert log.contains('Skipped, as convoke.lint.skip says')
assert log.contains('error[W401]: the bias of `Conv(4, 3)`')
assert log.contains('error[E192]: the lint configuration has no key `disabled`')
assert log.contains('wrong.toml:1:1')
assert log.contains('BUILD SUCCESS')
assert log.contains('BUILD FAILURE')
assert !log.contains('fault of the plugin')

assert log.contains('helpPages is an absolute URI with {code} in it')

def run = new JsonSlurper().parse(new File(basedir, 'target/lint.sarif')).runs[0]
assert run.tool.driver.rules*.helpUri == ['https://example.org/rules/W401.md', 'https://example.org/rules/W402.md']
def results = run.results
assert results*.ruleId == ['W401', 'W402']
assert results[0].locations[0].physicalLocation.artifactLocation.uri == 'src/main/cnn/biased.cnn'
assert results[0].locations[0].physicalLocation.region.startLine == 4
assert results[0].locations[0].physicalLocation.region.startColumn == 18
assert !new File(basedir, 'target/generated-sources').exists()
