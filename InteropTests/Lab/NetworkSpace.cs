namespace Pipeline.InteropTests.Lab;

/// <summary>A network namespace: the one of a running process. It has no name, and ends with the process.</summary>
/// <param name="ProcessId">The process.</param>
public sealed record NetworkSpace(int ProcessId)
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    /// <summary>The command line that runs a program in it.</summary>
    public IReadOnlyList<string> Enter(IEnumerable<string> commandLine) =>
        ["nsenter", "--net", "--target", $"{ProcessId}", .. commandLine];

    /// <summary>Runs commands of <c>ip</c> in it, one a line.</summary>
    /// <exception cref="InvalidOperationException">One of them failed.</exception>
    public void Configure(string commands)
    {
        foreach (string command in commands.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            FinishedProcess done = Run(["ip", .. command.Trim().Split(' ')]);
            if (done.ExitCode != 0)
            {
                throw new InvalidOperationException(done.ToString());
            }
        }
    }

    /// <summary>Sends echo requests, many at once, and waits for the answers.</summary>
    /// <param name="source">The address to send from.</param>
    /// <param name="destination">The address to ask.</param>
    /// <param name="count">How many requests.</param>
    /// <param name="atOnce">How many are on their way before the first answer.</param>
    /// <param name="length">Bytes of payload of each.</param>
    public FinishedProcess Ping(string source, string destination, int count, int atOnce, int length) => Run(
        ["ping", "-q", "-f", "-W", "10", "-c", $"{count}", "-l", $"{atOnce}", "-s", $"{length}", "-I", source, destination]);

    /// <summary>Loads rules of nftables.</summary>
    /// <exception cref="InvalidOperationException">They were refused.</exception>
    public void Filter(string rules)
    {
        FinishedProcess done = Run(["nft", rules]);
        if (done.ExitCode != 0)
        {
            throw new InvalidOperationException(done.ToString());
        }
    }

    /// <summary>Runs a program in it to its end.</summary>
    public FinishedProcess Run(IEnumerable<string> commandLine)
    {
        IReadOnlyList<string> entered = Enter(commandLine);
        return FinishedProcess.Run(entered[0], entered.Skip(1), Limit);
    }
}
