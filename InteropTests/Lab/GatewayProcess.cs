namespace Pipeline.InteropTests.Lab;

/// <summary>The gateway's offline commands, run as a user would: one process a command.</summary>
public static class GatewayProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>Runs <c>pcap protect</c>.</summary>
    public static FinishedProcess Protect(string saFile, string input, string output) =>
        Run("pcap", "protect", "--sa", saFile, "--in", input, "--out", output, "--json");

    /// <summary>Runs <c>pcap unprotect</c>.</summary>
    public static FinishedProcess Unprotect(string saFile, string input, string output) =>
        Run("pcap", "unprotect", "--sa", saFile, "--in", input, "--out", output, "--json");

    /// <summary>The program and the arguments that run the gateway with <paramref name="arguments"/>.</summary>
    public static IReadOnlyList<string> CommandLine(params string[] arguments)
    {
        string gateway = Find();
        return gateway.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", gateway, .. arguments] : [gateway, .. arguments];
    }

    private static FinishedProcess Run(params string[] arguments)
    {
        IReadOnlyList<string> commandLine = CommandLine(arguments);
        return FinishedProcess.Run(commandLine[0], commandLine.Skip(1), Limit);
    }

    // PIPELINE_GATEWAY names a Pipeline.Gateway.dll or an executable; without it, the release build of this repository.
    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("PIPELINE_GATEWAY") is { Length: > 0 } named)
        {
            return named;
        }

        const string Built = "artifacts/bin/Gateway/release/Pipeline.Gateway.dll";
        for (DirectoryInfo? at = new(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            string candidate = Path.Combine(at.FullName, Built);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        throw new FileNotFoundException($"no {Built} above the tests: run dotnet build -c Release Gateway");
    }
}
