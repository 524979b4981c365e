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
