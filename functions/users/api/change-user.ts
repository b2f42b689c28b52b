import { changeUser } from '../../contracts/http/users.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok, taken } from '../../platform/http/response.ts';
import { changeProfile } from '../change-profile.ts';
import { makeProfiles } from '../composition.ts';
import { requireSelf } from '../require-self.ts';
import { normalEmail, toUserView } from '../user.ts';

const profiles = makeProfiles();

/** PATCH /users/{id} */
export const handler = endpoint(changeUser, async ({ caller, path, body, by }) => {
  const user = await changeProfile(profiles, requireSelf(caller, path), body, by);
  const waits = body.email !== undefined && normalEmail(body.email) !== user.email;
  return waits ? taken(toUserView(user)) : ok(toUserView(user));
});
