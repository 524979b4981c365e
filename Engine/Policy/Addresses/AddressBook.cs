using Pipeline.Engine.Wire.Ip;

namespace Pipeline.Engine.Policy.Addresses;

/// <summary>What names stood for at one time. Immutable.</summary>
public sealed class AddressBook
{
    /// <summary>Addresses that one name may stand for; more of an answer is left out.</summary>
    public const int MostAddresses = 64;

    private readonly Dictionary<AddressName, IpAddress[]> _addresses = [];

    /// <summary>A book without a name.</summary>
    public static AddressBook Empty { get; } = new();

    /// <summary>The addresses of a name, in order; none when it is not known.</summary>
    public IReadOnlyList<IpAddress> AddressesOf(AddressName name) => _addresses.TryGetValue(name, out IpAddress[]? found) ? found : [];

    /// <summary>This book with other addresses of a name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="addresses">Each of them once or more; the order does not count. None to strike the name out.</param>
    public AddressBook With(AddressName name, IEnumerable<IpAddress> addresses)
    {
        var next = new AddressBook();
        foreach ((AddressName other, IpAddress[] known) in _addresses)
        {
            next._addresses.Add(other, known);
        }

        next._addresses[name] = [.. addresses.Distinct().Order().Take(MostAddresses)];
        return next;
    }

    /// <summary>True when both say the same about some names.</summary>
    public bool SaysTheSame(AddressBook other, IEnumerable<AddressName> names)
    {
        ArgumentNullException.ThrowIfNull(other);
        return names.All(name => AddressesOf(name).SequenceEqual(other.AddressesOf(name)));
    }
}
