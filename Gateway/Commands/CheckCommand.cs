using System.CommandLine;

namespace Pipeline.Gateway.Commands;

internal static class CheckCommand { public static Command Create() => new("check"); }
