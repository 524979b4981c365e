using Pipeline.Actors.Policy;
using Pipeline.Engine.Policy;
using Pipeline.Engine.Policy.Addresses;
using Pipeline.Engine.Ports.Machine;

namespace Pipeline.Gateway.Commands.Explain;

/// <summary>Looks up the names in a policy's filters on this machine, as a gateway that ran here would.</summary>
internal static class NamedAddresses
{
    /// <summary>The policy with addresses in the place of names; the same when it has none.</summary>
    public static SecurityPolicy Resolve(SecurityPolicy policy)
    {
        IReadOnlyList<AddressName> names = PolicyAddresses.NamesIn(policy);
        if (names.Count == 0)
        {
            return policy;
        }

        AddressesFound found = new AddressLookup(new MachineAddressSource(new MachineNetwork()))
            .FindAsync(names, policy.Addresses, AddressBook.Empty).GetAwaiter().GetResult();
        return PolicyAddresses.Resolve(policy, found.Book);
    }
}
