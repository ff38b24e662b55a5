# Sourced by the scripts: what a variable of the environment says that is a yes or a no, such as CI and REQUIRE_MNIST.
# is_on NAME: 0, false, no, off (in any case), empty and not set say no; everything else says yes, as src/Data/EnvironmentSwitch.cs has it.
is_on() {
    case "$(printf '%s' "${!1:-}" | tr '[:upper:]' '[:lower:]' | tr -d '[:space:]')" in
        '' | 0 | false | no | off) return 1 ;;
        *) return 0 ;;
    esac
}
