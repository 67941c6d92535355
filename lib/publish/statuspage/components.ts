import { ANY, aggregate } from "#lib/domain/aggregate.ts";
import { dayOf } from "#lib/domain/days.ts";
import type { Publication, PublishedComponent, PublishedGroup } from "#lib/domain/publication.ts";
import { stamp } from "#lib/publish/told.ts";
import { statuspageStatus } from "./common.ts";

/** A client in the field reads positions as a byte (compat.md §2.4). */
const POSITION_MAX = 255;

/** A component as Statuspage tells it; keys in its order. */
export type StatuspageComponent = ReturnType<typeof memberOf> & { components?: string[] };

/** Every incident tells its components as they are in the list: it is made once. */
const lists = new WeakMap<Publication, StatuspageComponent[]>();

/** Groups and members in one flat list, each group before its members. */
export function componentList(publication: Publication): StatuspageComponent[] {
  const list = lists.get(publication) ?? madeList(publication);
  lists.set(publication, list);
  return list;
}

function madeList(publication: Publication): StatuspageComponent[] {
  const { groups, components } = publication;
  const alone = components.filter((one) => one.groupId === null);
  return [
    ...alone.map((one, i) => memberOf(one, i, publication)),
    ...groups.flatMap((group, i) => {
      const members = components.filter((one) => one.groupId === group.id);
      return [
        groupOf(group, members, alone.length + i, publication),
        ...members.map((one, place) => memberOf(one, place, publication)),
      ];
    }),
  ];
}

function memberOf(component: PublishedComponent, place: number, { page, groups }: Publication) {
  const { id, name, status, createdAt, updatedAt, description, watchedSince, groupId } = component;
  return {
    id,
    name,
    status: statuspageStatus(status),
    created_at: stamp(createdAt),
    updated_at: stamp(updatedAt),
    position: Math.min(place + 1, POSITION_MAX),
    description,
    showcase: true,
    start_date: dayOf(watchedSince, page.timeZone) as string | null,
    // A group that is not listed would make clients refuse the page.
    group_id: groups.some((group) => group.id === groupId) ? groupId : null,
    page_id: page.id,
    group: false,
    only_show_if_degraded: false,
  };
}

function groupOf(
  group: PublishedGroup,
  members: readonly PublishedComponent[],
  place: number,
  { page }: Publication,
): StatuspageComponent {
  return {
    id: group.id,
    name: group.name,
    status: statuspageStatus(aggregate(group.rule ?? ANY, members)),
    created_at: stamp(Math.min(...members.map((one) => one.createdAt))),
    updated_at: stamp(Math.max(...members.map((one) => one.updatedAt))),
    position: Math.min(place + 1, POSITION_MAX),
    description: null,
    showcase: false,
    start_date: null,
    group_id: null,
    page_id: page.id,
    group: true,
    only_show_if_degraded: false,
    components: members.map((one) => one.id),
  };
}
