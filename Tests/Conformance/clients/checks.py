"""Runs the functions `check_...` of a client's module: a line for each, exit code 1 where one raises."""
import sys
import traceback


def run(module, *arguments):
    checks = [(name, value) for name, value in vars(module).items() if name.startswith("check_")]
    failed = 0
    for name, check in checks:
        try:
            check(*arguments)
        except Exception:
            failed += 1
            print(f"{name.removeprefix('check_')}:\n{traceback.format_exc()}")
    print(f"{len(checks)} checks")
    sys.exit(1 if failed else 0)
