using Pipeline.Engine.Policy.Addresses;
using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Actors.Policy;

/// <summary>Looks up all names of a policy at once.</summary>
/// <param name="source">Who knows.</param>
public sealed class AddressLookup(IAddressSource source)
{
    /// <summary>A question that nobody answers in this time counts as failed.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>Asks for every name.</summary>
    /// <param name="names">The names.</param>
    /// <param name="options">Which of them the configuration answers.</param>
    /// <param name="known">What was known before: it stays where a question fails.</param>
    public async Task<AddressesFound> FindAsync(IReadOnlyList<AddressName> names, AddressOptions options, AddressBook known)
    {
        using var limit = new CancellationTokenSource(Limit);
        AddressAnswer[] answers = await Task.WhenAll(names.Select(name => FindAsync(name, options, limit.Token))).ConfigureAwait(false);
        var problems = new List<string>();
        foreach ((AddressName name, AddressAnswer answer) in names.Zip(answers))
        {
            if (answer.Addresses.Count > 0)
            {
                known = known.With(name, answer.Addresses);
            }
            else
            {
                string instead = known.AddressesOf(name).Count == 0
                    ? "filters with it match nothing"
                    : $"{string.Join(", ", known.AddressesOf(name))} stays";
                problems.Add($"\"{name}\" has no address: {answer.Problem}; {instead}");
            }
        }

        return new AddressesFound(known, problems);
    }

    private async Task<AddressAnswer> FindAsync(AddressName name, AddressOptions options, CancellationToken cancellation)
    {
        if (options.Fixed.TryGetValue(name.Kind, out IReadOnlyList<IpAddress>? written))
        {
            return written.Count > 0 ? new AddressAnswer(written) : new AddressAnswer([], "the configuration says that there is none");
        }

        try
        {
            return await source.FindAsync(name, cancellation).WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new AddressAnswer([], "nobody answers");
        }
    }
}
