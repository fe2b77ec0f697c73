String log = new File(basedir, 'build.log').text

assert log.contains('4 problems in specs')
assert log.contains('error[E140]: no layer, block or seq is called `Reluu`')
assert log.contains('first.cnn:3:32')
assert log.contains('second.cnn:3:')
assert log.contains('error[E172]: a net cannot be called `class`')
assert log.contains('error[E173]: two nets of one package are called `Third`')
assert log.contains('third.cnn:1:5')
assert log.contains('third-again.cnn:1:5')
assert log.contains('BUILD FAILURE')
assert !log.contains('fault of the plugin')
assert !new File(basedir, 'target/generated-sources/cnn/org').exists()
